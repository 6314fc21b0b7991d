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
/** Messages are gathered this long, for each of them changes what is drawn. */
const GATHER_MS = 50;

const told = new Map<string, Run>();

/** Takes a `plugin_run` message, of which there is one at each step of a run. */
export function noteRun(client: QueryClient, message: LiveMessage): void {
  const run = asRun(message['run']);
  if (run === null) return;
  if (run.status === 'finished') noteEnd(run.id);
  if (told.size === 0) setTimeout(() => takeRuns(client), GATHER_MS);
  told.set(run.id, run);
}

/** Takes a `plugin_runs_changed` message: so many that none is told by itself. */
export function noteManyRuns(client: QueryClient): void {
  for (const key of [openRunsKey, runPagesKey, ['run'], pluginsKey]) soonStale(client, key);
}

function takeRuns(client: QueryClient): void {
  const runs = new Map(told);
  told.clear();
  const open = client.getQueryData<Run[]>(openRunsKey) ?? [];
  putAmongOpen(client, runs);
  putIntoPages(client, runs);
  for (const run of runs.values()) {
    putIntoDetail(client, run);
    const isNews = open.find(({ id }) => id === run.id)?.status !== run.status;
    if (isNews) tellLists(client, run);
  }
}

function putAmongOpen(client: QueryClient, runs: Map<string, Run>): void {
  // A question on its way may have been answered before this, and would undo it.
  if (client.isFetching({ queryKey: openRunsKey }) > 0) soonStale(client, openRunsKey);
  client.setQueryData<Run[]>(openRunsKey, (known) => {
    if (known === undefined) return undefined;
    const others = known.filter(({ id }) => !runs.has(id));
    const open = [...runs.values()].filter(({ status }) => status !== 'finished');
    return sortedNewestFirst([...open, ...others]);
  });
}

function putIntoPages(client: QueryClient, runs: Map<string, Run>): void {
  client.setQueriesData<Page<Run>>({ queryKey: runPagesKey }, (page) => {
    if (page === undefined || !page.results.some(({ id }) => runs.has(id))) return page;
    return { ...page, results: page.results.map((run) => runs.get(run.id) ?? run) };
  });
}

function putIntoDetail(client: QueryClient, run: Run): void {
  const isFinished = run.status === 'finished';
  client.setQueryData<RunDetail>(runKey(run.id), (known) => {
    const isOld = known === undefined || (known.status === 'finished' && !isFinished);
    return isOld ? known : { ...known, ...run };
  });
  // Its result, files and traceback are not in the message.
  if (isFinished) void client.invalidateQueries({ queryKey: runKey(run.id) });
}

function tellLists(client: QueryClient, run: Run): void {
  soonStale(client, runPagesKey);
  if (run.status !== 'finished') return;
  // The run may have ended the worker, or changed the plugin's own settings.
  soonStale(client, pluginsKey);
  soonStale(client, activityKey(run.plugin));
  if (run.schedule_id !== null) soonStale(client, schedulesKey);
  if (run.trigger !== 'event') return;
  soonStale(client, deliveriesKey);
  soonStale(client, handlersKey(run.plugin));
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

function asRun(value: Json | undefined): Run | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const isRun = typeof value['id'] === 'string' && typeof value['status'] === 'string';
  return isRun ? (value as unknown as Run) : null;
}
