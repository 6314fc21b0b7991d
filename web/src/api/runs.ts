/** Runs: started, followed, cancelled, looked up; and the cache that live messages keep up to date. */
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useLive } from '../live/live-context';
import { useSeesRuns } from './account';
import { get, post } from './client';
import { pluginPathOf } from './plugins';
import type { Run, RunDetail } from './run-types';
import type { Json, Page } from './types';

export const RUNS_PATH = '/api/plugins/runs/';
export const runPathOf = (id: string) => `${RUNS_PATH}${encodeURIComponent(id)}/`;

/** All runs that are under way, of all plugins. */
export const openRunsKey = ['runs', 'open'] as const;
export const runPagesKey = ['runs', 'page'] as const;
export const runKey = (id: string) => ['run', id] as const;

/** Messages tell of every change; asked again as well, for those that did not come through. */
const LOOK_AGAIN_MS = 10_000;
const LOOK_AGAIN_OFFLINE_MS = 2000;

export interface RunStarted {
  status: string;
  run_id: string;
}

/** Starts an action and does not wait for it. */
export function startRun(
  key: string,
  action: string,
  params: Record<string, Json>,
): Promise<RunStarted> {
  const headers = { Prefer: 'respond-async' };
  return post<RunStarted>(`${pluginPathOf(key)}run/`, { action, params }, headers);
}

export function useOpenRuns() {
  const seesRuns = useSeesRuns();
  const { state } = useLive();
  return useQuery({
    queryKey: openRunsKey,
    queryFn: ({ signal }) => fetchOpenRuns(signal),
    enabled: seesRuns,
    refetchInterval: ({ state: { data } }) => {
      if (state !== 'open') return LOOK_AGAIN_OFFLINE_MS * 2;
      return data !== undefined && data.length > 0 ? LOOK_AGAIN_MS : false;
    },
  });
}

async function fetchOpenRuns(signal: AbortSignal): Promise<Run[]> {
  const page = (status: string) =>
    get<Page<Run>>(`${RUNS_PATH}?status=${status}&page_size=100`, signal);
  const pages = await Promise.all(['running', 'queued', 'cancelling'].map(page));
  return sortedNewestFirst(pages.flatMap(({ results }) => results));
}

/** The ids of runs are in the order of time. */
export function sortedNewestFirst(runs: Run[]): Run[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** The last runs that were told to have ended. */
const ended = new Set<string>();
const MOST_ENDED = 500;

export function noteEnd(id: string): void {
  ended.add(id);
  const [oldest] = ended;
  if (ended.size > MOST_ENDED && oldest !== undefined) ended.delete(oldest);
}

async function fetchRun(id: string, signal: AbortSignal): Promise<RunDetail> {
  const run = await get<RunDetail>(runPathOf(id), signal);
  // The answer was on its way when the run ended, and nobody will tell that a second time.
  const isOld = run.status !== 'finished' && ended.has(id);
  return isOld ? get<RunDetail>(runPathOf(id), signal) : run;
}

/** One run with everything; null asks for nothing. */
export function useRun(id: string | null) {
  const { state } = useLive();
  return useQuery({
    queryKey: runKey(id ?? ''),
    queryFn: ({ signal }) => fetchRun(id ?? '', signal),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined || (data.status === 'finished' && !data.background)) return false;
      return state === 'open' ? LOOK_AGAIN_MS : LOOK_AGAIN_OFFLINE_MS;
    },
  });
}

export interface RunQuery {
  plugin: string;
  action: string;
  status: string;
  outcome: string;
  trigger: string;
  search: string;
  page: number;
  pageSize: number;
}

export function useRunPage(query: Partial<RunQuery>) {
  const seesRuns = useSeesRuns();
  const { page = 1, pageSize = 50, ...filters } = query;
  const params = new URLSearchParams({ page: String(page), page_size: String(pageSize) });
  for (const [name, value] of Object.entries(filters)) if (value !== '') params.set(name, value);
  return useQuery({
    queryKey: [...runPagesKey, params.toString()],
    queryFn: ({ signal }) => get<Page<Run>>(`${RUNS_PATH}?${params}`, signal),
    placeholderData: keepPreviousData,
    enabled: seesRuns,
  });
}

/** The whole result, where it is too large to come with the run. */
export function useRunResult(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['run-result', id],
    queryFn: ({ signal }) => get<Json>(`${runPathOf(id)}result/`, signal),
    enabled: isWanted,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function useCancelRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<{ status: string }>(`${runPathOf(id)}cancel/`),
    onSuccess: (_answer, id) => patchRun(client, id, { status: 'cancelling' }),
    onError: (_error, id) => void client.invalidateQueries({ queryKey: runKey(id) }),
  });
}

/** Changes what is cached of a run that is under way; nothing where it has ended by now. */
function patchRun(client: QueryClient, id: string, changes: Partial<Run>): void {
  const change = <R extends Run>(run: R): R =>
    run.id === id && run.status !== 'finished' ? { ...run, ...changes } : run;
  client.setQueryData<Run[]>(openRunsKey, (runs) => runs?.map(change));
  client.setQueryData<RunDetail>(runKey(id), (run) => run && change(run));
  client.setQueriesData<Page<Run>>(
    { queryKey: runPagesKey },
    (page) => page && { ...page, results: page.results.map(change) },
  );
}
