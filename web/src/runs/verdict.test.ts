import { expect, test } from 'vitest';
import { verdictOf } from './verdict';

const aRun = (rest: Partial<Parameters<typeof verdictOf>[0]>) => ({
  outcome: 'succeeded' as const,
  ended_by: null,
  limit_seconds: 60,
  error: null,
  message: null,
  result: null,
  result_bytes: null,
  ...rest,
});

test.each([
  ['success', 'success'],
  ['queued', 'running'],
  ['whatever', 'unknown'],
])('a run that succeeded and says %s is %s', (status, tone) => {
  expect(verdictOf(aRun({ result: { status } })).tone).toBe(tone);
});

test('a run that failed is red, whatever its result says', () => {
  const run = aRun({ outcome: 'failed', result: { status: 'fine' }, error: 'boom' });
  expect(verdictOf(run)).toMatchObject({
    tone: 'error',
    title: 'The plugin failed',
    reason: 'boom',
  });
});

test('the reason is not said twice', () => {
  const result = { status: 'error', message: 'no login' };
  const run = aRun({ outcome: 'failed', result, message: 'no login', error: 'no login' });
  expect(verdictOf(run)).toEqual({ tone: 'error', title: 'Error', reason: null });
});

test('a run that returned nothing is not called a success', () => {
  expect(verdictOf(aRun({}))).toMatchObject({ tone: 'unknown', title: 'Finished' });
});

test('a run whose result is too large to be here is judged by the host alone', () => {
  const run = aRun({ result_bytes: 50_000_000, message: 'All of it' });
  expect(verdictOf(run)).toEqual({ tone: 'success', title: 'Succeeded', reason: 'All of it' });
});

test('a cancelled run tells how, and is not red: somebody wanted it', () => {
  const run = aRun({ outcome: 'cancelled', ended_by: 'killed', error: 'killed' });
  const verdict = verdictOf(run);
  expect(verdict.tone).toBe('warning');
  expect(verdict.title).toMatch(/^Cancelled: /);
});
