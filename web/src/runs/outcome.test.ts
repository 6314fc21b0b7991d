import { expect, test } from 'vitest';
import { outcomeOf, toneOf, type Tone } from './outcome';

const WORDS: Record<Tone, (string | boolean | null)[]> = {
  success: ['success', 'ok', 'completed', 'done', true, 'OK', ' Success '],
  running: ['queued', 'started', 'running'],
  warning: ['warning', 'skipped'],
  error: ['error', 'failed', false],
  unknown: ['info', 'stopped', '', null, 'successful-ish'],
};

test.each(
  Object.entries(WORDS).flatMap(([tone, words]) => words.map((word) => [word, tone] as const)),
)('status %j is %s', (word, tone) => {
  expect(toneOf(word)).toBe(tone);
});

test('a result without a status is not called a success', () => {
  expect(outcomeOf({ message: 'hm' })).toMatchObject({ tone: 'unknown', message: 'hm' });
});

test('success: false without a status is an error, with its text', () => {
  expect(outcomeOf({ success: false, error: 'no login' })).toMatchObject({
    tone: 'error',
    message: 'no login',
  });
});
