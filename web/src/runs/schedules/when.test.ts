import { expect, test } from 'vitest';
import { FIRST, problemOf, timingOf, whenInWords, type When } from './when';

test.each<[When, string | number, string]>([
  [{ kind: 'minutes', every: 15 }, 900, 'every 15 minutes'],
  [{ kind: 'minutes', every: 60 }, 3600, 'every hour'],
  [{ kind: 'hours', every: 36 }, 129_600, 'every 36 hours'],
  [{ kind: 'daily', at: '03:05' }, '5 3 * * *', 'daily at 03:05'],
  [{ kind: 'weekly', days: [4, 1], at: '23:30' }, '30 23 * * 1,4', 'Mon, Thu at 23:30'],
  [{ kind: 'weekly', days: [0], at: '0:00' }, '0 0 * * 0', 'Sun at 00:00'],
  [{ kind: 'cron', expression: ' 0 4  1 * * ' }, '0 4 1 * *', 'cron 0 4 1 * *'],
])('%j is %s, %s', (when, timing, words) => {
  const { cron, every_seconds } = timingOf(when);
  expect(cron ?? every_seconds).toBe(timing);
  expect(whenInWords({ cron, every_seconds })).toBe(words);
});

test('cron may call Sunday seven', () => {
  expect(whenInWords({ cron: '0 3 * * 7', every_seconds: null })).toBe('Sun at 03:00');
});

test('what cannot be meant is said', () => {
  expect(problemOf({ kind: 'minutes', every: 0 })).not.toBeNull();
  expect(problemOf({ kind: 'hours', every: 1.5 })).not.toBeNull();
  expect(problemOf({ kind: 'daily', at: '' })).not.toBeNull();
  expect(problemOf({ kind: 'weekly', days: [], at: '03:00' })).not.toBeNull();
  expect(problemOf({ kind: 'cron', expression: '* * *' })).not.toBeNull();
  expect(Object.values(FIRST).map(problemOf)).toEqual([null, null, null, null, null]);
});
