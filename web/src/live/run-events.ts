/**
 * What messages about runs mean for what is cached of them: the open ones, the pages of the list, the one
 * that is looked at.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { activityKey, deliveriesKey, handlersKey } from '../api/plugin-runs';
import { pluginsKey } from '../api/plugins';
import { noteEnd, openRunsKey, runKey, runPagesKey, sortedNewestFirst } from '../api/runs';
import type { Run, RunDetail } from '../api/run-types';
import { schedulesKey } from '../api/schedules';
import type { Json, Page } from '../api/types';
import type { LiveMessage } from './socket';

/** Lists are asked for anew at most this often: a plugin may start hundreds of runs a second. */
const LISTS_MS = 1000;
/** What plugins say of their progress is gathered this long, for they may say it in a tight loop. */
const PROGRESS_MS = 100;

/** Takes a `plugin_run` message. */
export function noteRun(client: QueryClient, message: LiveMessage): void {
  const run = asRun(message['run']);
  if (run === null) return;
  const isFinished = run.status === 'finished';
  // A question on its way may have been answered before this, and would undo it.
  if (client.isFetching({ queryKey: openRunsKey }) > 0) soonStale(client, openRunsKey);
  client.setQueryData<Run[]>(openRunsKey, (runs) => {
    const others = runs?.filter(({ id }) => id !== run.id);
    return isFinished || others === undefined ? others : sortedNewestFirst([run, ...others]);
  });
  client.setQueryData<RunDetail>(runKey(run.id), (known) => {
    const isOld = known === undefined || (known.status === 'finished' && !isFinished);
    return isOld ? known : { ...known, ...run };
  });
  // Its result, files and traceback are not in the message.
  if (isFinished) {
    noteEnd(run.id);
    void client.invalidateQueries({ queryKey: runKey(run.id) });
  }
  putIntoPages(client, run);
  soonStale(client, runPagesKey);
  if (!isFinished) return;
  // The run may have ended the worker, or changed the plugin's own settings.
  soonStale(client, pluginsKey);
  soonStale(client, activityKey(run.plugin));
  if (run.schedule_id !== null) soonStale(client, schedulesKey);
  if (run.trigger !== 'event') return;
  soonStale(client, deliveriesKey);
  soonStale(client, handlersKey(run.plugin));
}

function putIntoPages(client: QueryClient, run: Run): void {
  client.setQueriesData<Page<Run>>({ queryKey: runPagesKey }, (page) => {
    if (page === undefined || !page.results.some(({ id }) => id === run.id)) return page;
    return { ...page, results: page.results.map((known) => (known.id === run.id ? run : known)) };
  });
}

const waiting = new Set<string>();

function soonStale(client: QueryClient, queryKey: QueryKey): void {
  const id = JSON.stringify(queryKey);
  if (waiting.has(id)) return;
  waiting.add(id);
  setTimeout(() => {
    waiting.delete(id);
    void client.invalidateQueries({ queryKey });
  }, LISTS_MS);
}

const said = new Map<string, LiveMessage>();

/** Takes a `plugin_task_progress` message. */
export function noteRunProgress(client: QueryClient, message: LiveMessage): void {
  if (typeof message['task_id'] !== 'string') return;
  if (said.size === 0) setTimeout(() => tellProgress(client), PROGRESS_MS);
  said.set(message['task_id'], message);
}

function tellProgress(client: QueryClient): void {
  const latest = new Map(said);
  said.clear();
  const change = <R extends Run>(run: R): R => {
    const message = latest.get(run.id);
    return message === undefined || run.status === 'finished' ? run : withProgress(run, message);
  };
  client.setQueryData<Run[]>(openRunsKey, (runs) => runs?.map(change));
  client.setQueriesData<Page<Run>>(
    { queryKey: runPagesKey },
    (page) => page && { ...page, results: page.results.map(change) },
  );
  for (const id of latest.keys()) {
    client.setQueryData<RunDetail>(runKey(id), (run) => run && change(run));
  }
}

function withProgress<R extends Run>(run: R, message: LiveMessage): R {
  const { percent, message: text, updatedAt } = message;
  return {
    ...run,
    progress: {
      percent: typeof percent === 'number' ? Math.min(100, Math.max(0, percent)) : null,
      message: typeof text === 'string' ? text : '',
      source: run.progress?.source ?? '',
      updated_at: typeof updatedAt === 'string' ? updatedAt : new Date().toISOString(),
      // The server's estimate was made for another moment.
      eta_seconds: null,
    },
  };
}

function asRun(value: Json | undefined): Run | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const isRun = typeof value['id'] === 'string' && typeof value['status'] === 'string';
  return isRun ? (value as unknown as Run) : null;
}
