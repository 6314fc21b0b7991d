import { expect, test } from 'vitest';
import type { TableColumn } from '../api/types';
import { judgeTable, moved, newRow, problemsByCell } from './table-values';

const COLUMNS: TableColumn[] = [
  { id: 'name', label: 'Name', type: 'string' },
  { id: 'port', label: 'Port', type: 'number' },
  { id: 'on', label: 'On', type: 'boolean' },
  { id: 'mode', label: 'Mode', type: 'select', options: [{ value: 1, label: 'One' }] },
];

test('a new row claims no number and no choice', () => {
  expect(newRow(COLUMNS)).toEqual({ name: '', on: false });
});

test('cells are saved with the types of their columns, and unknown keys stay', () => {
  const row = { name: 'a', port: '80', on: 'true', mode: '1', kept: { by: 'the plugin' } };
  expect(judgeTable(COLUMNS, [row])).toEqual({
    kind: 'value',
    value: [{ name: 'a', port: 80, on: true, mode: 1, kept: { by: 'the plugin' } }],
  });
});

test('an emptied number is absent, not 0', () => {
  expect(judgeTable(COLUMNS, [{ port: '' }])).toEqual({ kind: 'value', value: [{}] });
});

test('every bad cell is named, in words that lead back to it', () => {
  const verdict = judgeTable(COLUMNS, [{ port: 1 }, { port: 'x' }, { port: '-' }]);
  const problem = verdict.kind === 'invalid' ? verdict.problem : '';
  expect(problem).toContain('row 2, column "port": Must be a number');
  const { cells, rest } = problemsByCell(problem, COLUMNS);
  expect([...cells]).toEqual([
    ['1,port', 'Must be a number'],
    ['2,port', 'Must be a number'],
  ]);
  expect(rest).toBeUndefined();
});

test('a problem that names no cell we show belongs to the table', () => {
  expect(problemsByCell('row 1, column "gone": odd', COLUMNS).rest).toBe(
    'row 1, column "gone": odd',
  );
  expect(problemsByCell('Must not be left blank', COLUMNS).rest).toBe('Must not be left blank');
  expect(problemsByCell('row 2, column "Port": odd', COLUMNS).cells.get('1,port')).toBe('Odd');
});

test('a row moves past its neighbours, and not past the ends', () => {
  const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
  expect(moved(rows, 2, 0)).toEqual([{ n: 3 }, { n: 1 }, { n: 2 }]);
  expect(moved(rows, 0, 1)).toEqual([{ n: 2 }, { n: 1 }, { n: 3 }]);
  expect(moved(rows, 0, -1)).toBe(rows);
  expect(moved(rows, 2, 3)).toBe(rows);
});
