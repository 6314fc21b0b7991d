import { expect, test } from 'vitest';
import { pauseBefore, readMessage } from './socket';

test('pauses double, spread over half of themselves, and stop growing at 30 s', () => {
  expect([1, 2, 3, 10].map((failures) => pauseBefore(failures, 1))).toEqual([
    1000, 2000, 4000, 30_000,
  ]);
  expect(pauseBefore(3, 0)).toBe(2000);
});

test('only updates with a type are handed on', () => {
  const frame = (value: unknown) => JSON.stringify(value);
  expect(readMessage(frame({ type: 'update', data: { type: 'plugins_reloaded' } }))).toEqual({
    type: 'plugins_reloaded',
  });
  expect(readMessage(frame({ type: 'connection_established', data: {} }))).toBeNull();
  expect(readMessage(frame({ type: 'update', data: null }))).toBeNull();
  expect(readMessage('not json')).toBeNull();
  expect(readMessage(new ArrayBuffer(2))).toBeNull();
});
