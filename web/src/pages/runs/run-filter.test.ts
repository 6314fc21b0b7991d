import { expect, test } from 'vitest';
import { queryOf } from './run-filter';

test.each([
  ['running', { status: 'running', outcome: '' }],
  ['failed', { status: '', outcome: 'failed' }],
  ['', { status: '', outcome: '' }],
])('the state %j is asked for as %j', (state, asked) => {
  expect(queryOf((name) => (name === 'state' ? state : ''))).toMatchObject(asked);
});
