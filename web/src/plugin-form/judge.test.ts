import { describe, expect, test } from 'vitest';
import type { Field, Json } from '../api/types';
import { judge } from './judge';
import type { Draft } from './values';

const field = (type: string, rest: Partial<Field> = {}): Field => ({
  id: 'f',
  label: 'F',
  type,
  ...rest,
});
const value = (of: Json) => ({ kind: 'value', value: of });
const invalid = (problem: string) => ({ kind: 'invalid', problem });

test.each<[Draft, unknown]>([
  ['7', value(7)],
  ['', { kind: 'unset' }],
  ['-', invalid('Must be a number')],
  [0, invalid('Must be at least 1')],
  [11, invalid('Must be at most 10')],
])('number %j', (draft, verdict) => {
  expect(judge(field('number', { min: 1, max: 10 }), draft)).toEqual(verdict);
});

test('a number is reached from the smallest one in steps', () => {
  const tenths = field('number', { min: 0.1, step: 0.1 });
  expect(judge(tenths, 0.3)).toEqual(value(0.3));
  expect(judge(tenths, 0.35)).toEqual(invalid('Must be reached from 0.1 in steps of 0.1'));
});

describe('required', () => {
  test.each<[string, Field, Draft]>([
    ['a text of blanks', field('string'), '  '],
    ['a number without a default', field('number'), ''],
    ['no choice', field('multiselect'), []],
    ['no row', field('table', { columns: [] }), []],
  ])('%s is refused', (_name, declared, draft) => {
    expect(judge({ ...declared, required: true }, draft)).toEqual(
      invalid('Must not be left blank'),
    );
  });

  test('an emptied number falls back to its default', () => {
    const days = field('number', { required: true, default: 30 });
    expect(judge(days, '')).toEqual({ kind: 'unset' });
  });

  test('a switch that is off is a value', () => {
    expect(judge(field('boolean', { required: true }), false)).toEqual(value(false));
  });
});

describe('pattern', () => {
  test('the whole text must match, and the plugin says what is wrong', () => {
    const host = field('string', { pattern: '[a-z]+', pattern_message: 'Letters only' });
    expect(judge(host, 'abc')).toEqual(value('abc'));
    expect(judge(host, 'abc1')).toEqual(invalid('Letters only'));
    expect(judge({ ...host, pattern_message: null }, '1')).toEqual(
      invalid('Must match the pattern [a-z]+'),
    );
  });

  test('an empty text is a matter of required alone', () => {
    expect(judge(field('string', { pattern: '[a-z]+' }), '')).toEqual(value(''));
  });

  test('what this browser cannot read is left to the server', () => {
    expect(judge(field('string', { pattern: '(?i)[' }), 'x')).toEqual(value('x'));
  });
});

test('choices are saved as the plugin declared them', () => {
  const options = [{ value: 2, label: 'Two' }];
  expect(judge(field('select', { options }), '2')).toEqual(value(2));
  expect(judge(field('multiselect', { options }), ['2', 'gone'])).toEqual(value([2, 'gone']));
});

test('the mask of a secret cannot become the secret', () => {
  expect(judge(field('string', { secret: true }), '********')).toMatchObject({ kind: 'invalid' });
});
