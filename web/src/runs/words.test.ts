import { expect, test } from 'vitest';
import { endInWords, limitInWords, startInWords, stateOf } from './words';

test('what has not succeeded is never green, and an unknown word is grey', () => {
  const tones = ['warned', 'failed', 'cancelled', 'timed_out', 'worker_died', 'lost', 'dreamt'].map(
    (outcome) => stateOf({ status: 'finished', outcome: outcome as never }).tone,
  );
  expect(tones).toEqual(['warning', 'error', 'warning', 'error', 'error', 'error', 'unknown']);
});

test('a cancelled run says which step ended it', () => {
  const end = (ended_by: 'asked' | 'killed') =>
    endInWords({ outcome: 'cancelled', ended_by, limit_seconds: 60 });
  expect(end('asked')).toBe('Cancelled: the plugin stopped when it was asked to');
  expect(end('killed')).toMatch(/its process was killed/);
});

test('a run that overstayed says how long it had', () => {
  expect(endInWords({ outcome: 'timed_out', ended_by: null, limit_seconds: 5400 })).toBe(
    'It ran longer than allowed (1 h 30 min)',
  );
});

test.each([
  [{ trigger: 'user', by: 'ada', event: null }, 'by ada'],
  [{ trigger: 'event', by: null, event: 'm3u_refresh' }, 'on m3u_refresh'],
  [{ trigger: 'schedule', by: null, event: null }, 'by its schedule'],
] as const)('%j is started %s', (run, words) => {
  expect(startInWords(run)).toBe(words);
});

test.each([
  [2.5, '2.5 s'],
  [90, '90 s'],
  [300, '5 min'],
  [3661, '1 h 1 min 1 s'],
])('a limit of %d seconds is %s', (seconds, words) => {
  expect(limitInWords(seconds)).toBe(words);
});
