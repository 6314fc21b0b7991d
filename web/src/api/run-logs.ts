/** Log lines of a run, or of all that a plugin does. */
import { get } from './client';
import { pluginPathOf } from './plugins';
import { runPathOf } from './runs';
import type { LogPage } from './run-types';

export type LogOf = { run_id: string } | { plugin: string };

export interface LogQuery {
  /** The least level; empty for all. */
  level: string;
  search: string;
  /** Only lines after the one with this id; without it the newest. */
  after?: number;
  limit: number;
}

export function fetchLog(of: LogOf, query: LogQuery, signal: AbortSignal): Promise<LogPage> {
  const { level, search, after, limit } = query;
  const params = new URLSearchParams({ limit: String(limit) });
  if (level !== '') params.set('level', level);
  if (search !== '') params.set('search', search);
  if (after !== undefined) params.set('after', String(after));
  return get<LogPage>(`${logPathOf(of)}?${params}`, signal);
}

/** Where the whole log is had as a text. */
export const logDownloadPathOf = (of: LogOf) => `${logPathOf(of)}?download=1`;

const logPathOf = (of: LogOf) =>
  'run_id' in of ? `${runPathOf(of.run_id)}log/` : `${pluginPathOf(of.plugin)}log/`;
