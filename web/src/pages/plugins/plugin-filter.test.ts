import { expect, test } from 'vitest';
import { aPlugin } from '../../test-utils';
import { countByFilter, findPlugins, type Filter } from './plugin-filter';

const PLUGINS = [
  aPlugin({ key: 'zebra', name: 'zebra', author: 'Ada' }),
  aPlugin({ key: 'apple', name: 'Apple', enabled: false, description: 'Sorts fruit' }),
  aPlugin({ key: 'broken', name: 'Broken', load_error: 'SyntaxError', loaded: false }),
  aPlugin({
    key: 'item_10',
    name: 'Item 10',
    enabled: false,
    actions: [{ id: 'a', label: 'Run', button_label: 'Polish' }],
  }),
  aPlugin({
    key: 'item_9',
    name: 'Item 9',
    fields: [{ id: 'f', label: 'Wax', type: 'string' }],
    problems: [{ path: 'plugin.json', message: 'odd' }],
  }),
];

const keys = (filter: Filter, search: string) =>
  findPlugins(PLUGINS, filter, search).map(({ key }) => key);

test('what has failed comes first, the rest by name as people sort', () => {
  expect(keys('All', '')).toEqual(['broken', 'apple', 'item_9', 'item_10', 'zebra']);
});

test.each([
  ['FRUIT', ['apple']],
  ['ada', ['zebra']],
  ['polish', ['item_10']],
  ['wax', ['item_9']],
  ['item 9', ['item_9']],
  ['nothing', []],
])('%j finds %j', (search, found) => {
  expect(keys('All', search)).toEqual(found);
});

test('filters show and count the same', () => {
  expect(countByFilter(PLUGINS)).toEqual({
    All: 5,
    Enabled: 3,
    Disabled: 2,
    'Needs attention': 2,
  });
  expect(keys('Disabled', '')).toEqual(['apple', 'item_10']);
  expect(keys('Needs attention', '')).toEqual(['broken', 'item_9']);
});
