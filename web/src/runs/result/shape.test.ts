import { expect, test } from 'vitest';
import type { Json } from '../../api/types';
import { nameInWords, partsOf } from './shape';
import { nextOrder, sortRows } from './sort-rows';

test('numbers are tiles, other values pairs, and what is shown elsewhere is left out', () => {
  const result = { status: 'ok', message: 'm', file: 'f', added: 4, removed: 0, source: 'A' };
  expect(partsOf(result)).toEqual([
    {
      kind: 'counters',
      name: null,
      items: [
        ['added', 4],
        ['removed', 0],
      ],
    },
    { kind: 'pairs', name: null, items: [['source', 'A']] },
  ]);
});

test('data is taken apart like the rest, and its flat objects under their names', () => {
  const rows: Record<string, Json>[] = [{ a: 1 }, { a: 2, b: null }];
  const data = { counts: { added: 4 }, rows, deep: { a: [1] } };
  expect(partsOf({ data })).toEqual([
    { kind: 'counters', name: 'counts', items: [['added', 4]] },
    { kind: 'table', name: 'rows', rows },
    { kind: 'tree', name: 'deep', value: { a: [1] } },
  ]);
});

test('a list in which one is not flat is a tree', () => {
  expect(partsOf([{ a: 1 }, { a: { b: 1 } }])).toMatchObject([{ kind: 'tree' }]);
  expect(partsOf([])).toMatchObject([{ kind: 'tree' }]);
});

test('many numbers are pairs', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, index]));
  expect(partsOf(many)).toMatchObject([{ kind: 'pairs' }]);
});

test('an error is the message where there is no other, and a value of its own where there is', () => {
  expect(partsOf({ error: 'no' })).toEqual([]);
  expect(partsOf({ message: 'm', error: 'no' })).toMatchObject([{ items: [['error', 'no']] }]);
});

test('a text or nothing has no parts', () => {
  expect(partsOf('done')).toEqual([]);
  expect(partsOf(null)).toEqual([]);
});

test('rows sort by size or as people would, and empty ones stay last', () => {
  const rows = [{ n: 10 }, { n: 9 }, { n: null }, { n: 11 }];
  const by = (isDescending: boolean) =>
    sortRows(rows, { column: 'n', isDescending }).map(({ n }) => n);
  expect(by(false)).toEqual([9, 10, 11, null]);
  expect(by(true)).toEqual([11, 10, 9, null]);
  const names = [{ n: 'Channel 10' }, { n: 'channel 9' }];
  expect(sortRows(names, { column: 'n', isDescending: false })[0]?.n).toBe('channel 9');
});

test('a column sorts up, then down, then not', () => {
  const up = nextOrder(null, 'n');
  const down = nextOrder(up, 'n');
  expect([up?.isDescending, down?.isDescending, nextOrder(down, 'n')]).toEqual([false, true, null]);
});

test('keys are made words', () => {
  expect(nameInWords('channels_added')).toBe('Channels added');
});
