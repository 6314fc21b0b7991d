import { expect, test } from 'vitest';
import { safeTarget } from './safe-target';

test.each([
  ['/channels?page=2#x', '/channels?page=2#x'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [null, '/'],
])('after signing in for %j one comes to %s', (next, target) => {
  expect(safeTarget(next)).toBe(target);
});
