import { describe, expect, test } from 'vitest';
import type { Field } from '../api/types';
import { judge, selectOptions, shownValue } from './values';

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
  ])('%s', (_name, declared, settings, shown) => {
    expect(shownValue(declared, settings)).toBe(shown);
  });
});

describe('what may be saved', () => {
  test.each([
    ['12', { kind: 'value', value: 12 }],
    ['', { kind: 'unset' }],
    ['-', { kind: 'invalid', problem: 'Not a number' }],
    [0, { kind: 'invalid', problem: 'Must be at least 1' }],
  ])('number %j', (draft, verdict) => {
    expect(judge(field('number', { min: 1 }), draft)).toEqual(verdict);
  });

  test('a select is saved as the plugin declared its option', () => {
    const select = field('select', { options: [{ value: 2, label: 'Two' }] });
    expect(judge(select, '2')).toEqual({ kind: 'value', value: 2 });
  });
});

test('a saved choice that is no longer offered stays visible', () => {
  const select = field('select', { options: [{ value: 'a', label: 'A' }] });
  expect(selectOptions(select, 'gone')).toEqual([
    { value: 'a', label: 'A' },
    { value: 'gone', label: 'gone (no longer offered)' },
  ]);
});
