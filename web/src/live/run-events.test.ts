import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRunsKey, runKey, runPagesKey } from '../api/runs';
import type { Run } from '../api/run-types';
import { aRun, finished } from '../test-utils';
import { noteManyRuns, noteRun } from './run-events';
import type { LiveMessage } from './socket';

let client: QueryClient;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

function tell(...runs: Run[]) {
  for (const run of runs) noteRun(client, { type: 'plugin_run', run } as unknown as LiveMessage);
  vi.advanceTimersByTime(100);
}

const openRuns = () => client.getQueryData<Run[]>(openRunsKey) ?? [];
const openIds = () => openRuns().map(({ id }) => id);

/** The keys that were made stale within some seconds. */
function stale() {
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  return () => {
    vi.advanceTimersByTime(5000);
    return invalidate.mock.calls.map(([filters]) => filters?.queryKey?.join(' '));
  };
}

test('a run is among the open ones until it has ended, the newest first', () => {
  client.setQueryData(openRunsKey, []);
  tell(aRun({ id: 'a' }));
  tell(aRun({ id: 'b' }), aRun({ id: 'a', status: 'cancelling' }));
  expect(openIds()).toEqual(['b', 'a']);
  tell(finished({ id: 'b' }));
  expect(openIds()).toEqual(['a']);
});

test('a row of the list changes in its place, and the list is asked for anew, once', () => {
  const key = [...runPagesKey, ''];
  client.setQueryData(key, { count: 1, results: [aRun({ id: 'a' })] });
  const keys = stale();
  for (let time = 0; time < 50; time += 1) tell(finished({ id: `${time}` }), finished({ id: 'a' }));
  expect(client.getQueryData(key)).toMatchObject({ results: [{ status: 'finished' }] });
  expect(keys().filter((text) => text === 'runs page').length).toBeLessThan(10);
});

test('a step of a run that is known asks for nothing', () => {
  const progress = { percent: 5, message: 'm', source: 'log', updated_at: '', eta_seconds: 3 };
  client.setQueryData(openRunsKey, [aRun({ id: 'a' })]);
  const keys = stale();
  tell(aRun({ id: 'a', progress }));
  expect(openRuns()[0]?.progress).toEqual(progress);
  expect(keys()).toEqual([]);
});

test('what is known of a finished run is not undone by an older message', () => {
  client.setQueryData(runKey('a'), finished({ id: 'a', result: 1 }));
  tell(aRun({ id: 'a' }));
  expect(client.getQueryData(runKey('a'))).toMatchObject({ status: 'finished', result: 1 });
});

test('of many steps in a moment only the last is shown', () => {
  client.setQueryData(openRunsKey, [aRun({ id: 'a' })]);
  const changed = vi.spyOn(client, 'setQueryData');
  tell(...Array.from({ length: 100 }, (_, step) => aRun({ id: 'a', log_lines: step })));
  expect(openRuns()[0]?.log_lines).toBe(99);
  expect(changed.mock.calls.length).toBeLessThan(5);
});

test('when so many change that none is told, all are asked for', () => {
  const keys = stale();
  noteManyRuns(client);
  noteManyRuns(client);
  expect(keys()).toEqual(['runs open', 'runs page', 'run', 'plugins']);
});
