import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRunsKey, runKey, runPagesKey } from '../api/runs';
import type { Run } from '../api/run-types';
import { aRun, finished } from '../test-utils';
import { noteRun, noteRunProgress } from './run-events';
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

const told = (run: Run) => ({ type: 'plugin_run', run }) as unknown as LiveMessage;
const openIds = () => client.getQueryData<Run[]>(openRunsKey)?.map(({ id }) => id);

test('a run is among the open ones until it has ended, the newest first', () => {
  client.setQueryData(openRunsKey, []);
  noteRun(client, told(aRun({ id: 'a' })));
  noteRun(client, told(aRun({ id: 'b' })));
  noteRun(client, told(aRun({ id: 'a', status: 'cancelling' })));
  expect(openIds()).toEqual(['b', 'a']);
  noteRun(client, told(finished({ id: 'b' })));
  expect(openIds()).toEqual(['a']);
});

test('a row of the list changes in its place, and the list is asked for anew, once', () => {
  const key = [...runPagesKey, ''];
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  client.setQueryData(key, { count: 1, results: [aRun({ id: 'a' })] });
  for (let time = 0; time < 50; time += 1) noteRun(client, told(finished({ id: 'a' })));
  expect(client.getQueryData(key)).toMatchObject({ results: [{ status: 'finished' }] });
  vi.advanceTimersByTime(2000);
  const lists = invalidate.mock.calls.filter(([filters]) => filters?.queryKey === runPagesKey);
  expect(lists).toHaveLength(1);
});

test('what is known of a finished run is not undone by an older message', () => {
  client.setQueryData(runKey('a'), finished({ id: 'a', result: 1 }));
  noteRun(client, told(aRun({ id: 'a' })));
  expect(client.getQueryData(runKey('a'))).toMatchObject({ status: 'finished', result: 1 });
});

test('of many steps in a moment only the last is shown', () => {
  client.setQueryData(openRunsKey, [aRun({ id: 'a' })]);
  const changed = vi.spyOn(client, 'setQueryData');
  for (let percent = 0; percent <= 150; percent += 1) {
    const message = { type: 'plugin_task_progress', task_id: 'a', percent, message: `${percent}` };
    noteRunProgress(client, message);
  }
  vi.advanceTimersByTime(200);
  expect(client.getQueryData<Run[]>(openRunsKey)?.[0]?.progress).toMatchObject({
    percent: 100,
    message: '150',
  });
  expect(changed.mock.calls.length).toBeLessThan(5);
});
