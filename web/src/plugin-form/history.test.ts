import { expect, test } from 'vitest';
import type { SettingsVersion } from '../api/types';
import { changesOf, reasonInWords } from './history';

const version = (changes: SettingsVersion['changes'], reason = 'merged'): SettingsVersion => ({
  id: 1,
  saved_at: '',
  saved_by: null,
  reason,
  is_current: false,
  changes,
});

test('changes read as what was and what is', () => {
  const changes = changesOf(
    version([
      { field: 'a', label: 'A', before: null, after: 'x' },
      { field: 'b', label: '', before: true, after: false },
      { field: 'c', label: 'C', before: [{ n: 1, on: false }, { n: '' }], after: '' },
      { field: 'd', label: 'D', before: ['a', 'b'], after: [] },
    ]),
  );
  expect(changes).toEqual([
    { label: 'A', before: 'not set', after: 'x' },
    { label: 'b', before: 'on', after: 'off' },
    { label: 'C', before: 'n: 1, on: off\nan empty row', after: 'empty' },
    { label: 'D', before: 'a, b', after: 'empty' },
  ]);
});

test('a secret tells that it changed and nothing else', () => {
  const [set, changed] = changesOf(
    version([
      { field: 's', label: 'S', before: null, after: '********' },
      { field: 's', label: 'S', before: '********', after: '********' },
    ]),
  );
  expect(set).toEqual({ label: 'S', before: 'not set', after: 'a hidden value' });
  expect(changed).toEqual({
    label: 'S',
    before: 'a hidden value',
    after: 'another hidden value',
  });
});

test('a reason that nobody knows yet is shown as it is', () => {
  expect(reasonInWords(version([], 'reset'))).toBe('Reset');
  expect(reasonInWords(version([], 'imported'))).toBe('imported');
});
