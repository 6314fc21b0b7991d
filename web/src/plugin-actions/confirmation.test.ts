import { expect, test } from 'vitest';
import type { Action, Confirm } from '../api/types';
import { questionFor } from './confirmation';

const action = (confirm?: boolean | Confirm): Action => ({
  id: 'wipe',
  label: 'Wipe',
  description: 'Deletes all',
  ...(confirm === undefined ? {} : { confirm }),
});

const usual = { title: 'Run “Wipe”?', message: 'Deletes all' };

test.each([
  ['no confirm', action(), {}, null],
  ['confirm: true', action(true), {}, usual],
  ['confirm: false', action(false), { confirm: true }, null],
  ['an object without required', action({ title: 'Sure?' }), {}, { ...usual, title: 'Sure?' }],
  ['an object that says not required', action({ required: false, title: 'Sure?' }), {}, null],
  ['a switch called confirm, on', action(), { confirm: true }, usual],
  ['a switch called confirm, off', action(), { confirm: false }, null],
])('%s', (_name, declared, values, question) => {
  expect(questionFor(declared, values)).toEqual(question);
});
