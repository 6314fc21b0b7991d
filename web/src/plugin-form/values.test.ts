import { describe, expect, test } from 'vitest';
import type { Field } from '../api/types';
import { defaultInWords, differsFromDefault, optionsFor, shownValue } from './values';

const field = (type: string, rest: Partial<Field> = {}): Field => ({
  id: 'f',
  label: 'F',
  type,
  ...rest,
});

describe('what a field shows', () => {
  test.each([
    ['a saved value before the default', field('string', { default: 'd' }), { f: 's' }, 's'],
    ['the default while nothing is saved', field('string', { default: 'd' }), {}, 'd'],
    ['an empty saved text, not the default', field('string', { default: 'd' }), { f: '' }, ''],
    ['an empty number, not 0', field('number'), {}, ''],
    ['a number saved as text', field('number'), { f: '7' }, 7],
    ['zero where zero was saved', field('number', { default: 5 }), { f: 0 }, 0],
    ['a switch saved as text', field('boolean'), { f: 'true' }, true],
    ['"false" as off', field('boolean', { default: true }), { f: 'false' }, false],
    ['a select saved as a number', field('select'), { f: 2 }, '2'],
    ['several choices, numbers among them', field('multiselect'), { f: ['a', 2] }, ['a', '2']],
    ['one choice that was saved as itself', field('multiselect'), { f: 'a' }, ['a']],
    ['the rows of a table', field('table'), { f: [{ a: 1 }] }, [{ a: 1 }]],
    ['no rows where there is no table', field('table'), { f: 'rows' }, []],
    ['nothing of a secret', field('string', { secret: true, default: 'd' }), { f: '********' }, ''],
  ])('%s', (_name, declared, settings, shown) => {
    expect(shownValue(declared, settings)).toEqual(shown);
  });
});

test('a field differs from its default by what it shows, whatever the types', () => {
  const days = field('number', { default: 30 });
  expect(differsFromDefault(days, shownValue(days, { f: '30' }))).toBe(false);
  expect(differsFromDefault(days, 31)).toBe(true);
  const rows = field('table', { default: [{ a: 1 }] });
  expect(differsFromDefault(rows, [{ a: 1 }])).toBe(false);
  expect(differsFromDefault(field('string', { secret: true }), 'typed')).toBe(false);
});

test.each([
  [field('string'), 'nothing'],
  [field('boolean', { default: true }), 'on'],
  [field('select', { default: 2, options: [{ value: '2', label: 'Two' }] }), 'Two'],
  [field('table', { default: [{}] }), '1 row'],
  [field('multiselect', { default: [] }), 'nothing'],
])('a default in words: %#', (declared, words) => {
  expect(defaultInWords(declared)).toBe(words);
});

test('a saved choice that is no longer offered stays visible', () => {
  expect(optionsFor([{ value: 'a', label: 'A' }], ['gone', 'a', ''])).toEqual([
    { value: 'a', label: 'A' },
    { value: 'gone', label: 'gone (no longer offered)' },
  ]);
});
