import { expect, test } from 'vitest';
import { restInWords, restSeconds } from './progress';

const START = Date.parse('2026-03-01T10:00:00Z');

const aRun = (percent: number | null, afterSeconds: number, eta: number | null = null) => ({
  queued_at: '2026-03-01T09:59:00Z',
  started_at: '2026-03-01T10:00:00Z',
  progress: {
    percent,
    message: '',
    source: 'plugin',
    updated_at: new Date(START + afterSeconds * 1000).toISOString(),
    eta_seconds: eta,
  },
});

test('a quarter in ten seconds leaves thirty, and less as time goes on', () => {
  expect(restSeconds(aRun(25, 10), START + 10_000)).toBe(30);
  expect(restSeconds(aRun(25, 10), START + 15_000)).toBe(25);
});

test("the server's own estimate counts, from when it was made", () => {
  expect(restSeconds(aRun(25, 10, 7), START + 12_000)).toBe(5);
});

test.each([
  ['without a percentage', aRun(null, 10)],
  ['at the very beginning', aRun(1, 10)],
  ['in the first moments', aRun(50, 1)],
  ['at the end', aRun(100, 10)],
])('%s there is no estimate', (_name, run) => {
  expect(restSeconds(run, START + 11_000)).toBeNull();
});

test('an estimate that has run out is not shown', () => {
  expect(restSeconds(aRun(50, 10), START + 60_000)).toBeNull();
});

test.each([
  [3, 'a few seconds left'],
  [38, 'about 40 s left'],
  [61, 'about 1 min left'],
  [59 * 60, 'about 59 min left'],
  [80 * 60, 'about 1 h 20 min left'],
  [119 * 60, 'about 2 h left'],
])('%d seconds are %s', (seconds, words) => {
  expect(restInWords(seconds)).toBe(words);
});
