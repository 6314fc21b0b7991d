/** The rows of a `table` field: new ones, moved ones, and what is wrong in which cell. No React. */
import type { TableColumn } from '../api/types';
import { sentence } from '../ui/sentence';
import { asBoolean, asText, type Draft, type Row } from './values';
import { judgeNumber, optionValue, type Verdict } from './verdict';

export function newRow(columns: TableColumn[]): Row {
  const cells = columns.flatMap(({ id, type }): [string, string | boolean][] => {
    if (type === 'boolean') return [[id, false]];
    // A number or a choice that nobody made is absent: 0 and the first option would be claims.
    return type === 'number' || type === 'select' ? [] : [[id, '']];
  });
  return Object.fromEntries(cells);
}

export function moved(rows: Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  const rest = rows.filter((_, index) => index !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}

export function judgeTable(columns: TableColumn[], draft: Draft): Verdict {
  const rows = Array.isArray(draft)
    ? draft.filter((row): row is Row => typeof row === 'object')
    : [];
  const problems: string[] = [];
  const value = rows.map((row, index) => {
    const cells = new Map(Object.entries(row));
    for (const column of columns) {
      if (!cells.has(column.id)) continue;
      const verdict = judgeCell(column, row);
      if (verdict.kind === 'value') cells.set(column.id, verdict.value);
      else if (verdict.kind === 'unset') cells.delete(column.id);
      else problems.push(`row ${index + 1}, column "${column.id}": ${verdict.problem}`);
    }
    return Object.fromEntries(cells);
  });
  return problems.length > 0
    ? { kind: 'invalid', problem: problems.join('\n') }
    : { kind: 'value', value };
}

function judgeCell({ id, type, options }: TableColumn, row: Row): Verdict {
  const cell = row[id] ?? null;
  switch (type) {
    case 'number':
      return judgeNumber(cell);
    case 'boolean':
      return { kind: 'value', value: asBoolean(cell) };
    case 'select': {
      const text = asText(cell);
      return text === '' ? { kind: 'unset' } : { kind: 'value', value: optionValue(options, text) };
    }
    default:
      return { kind: 'value', value: asText(cell) };
  }
}

export interface TableProblems {
  /** By `row index, column id`. */
  cells: Map<string, string>;
  /** What belongs to no cell that is shown. */
  rest: string | undefined;
}

export const cellKey = (row: number, column: string) => `${row},${column}`;

/** The server says which cell it means in words, `row 2, column "port": …`, and so does `judgeTable`. */
export function problemsByCell(problem: string | undefined, columns: TableColumn[]): TableProblems {
  const cells = new Map<string, string>();
  const rest: string[] = [];
  for (const line of problem?.split(/\n|; (?=row \d)/) ?? []) {
    const [, row, name, message] = /^row (\d+), column "(.*?)": (.*)$/is.exec(line) ?? [];
    const column = columns.find(({ id, label }) => id === name || label === name);
    if (column === undefined || message === undefined) rest.push(line);
    else cells.set(cellKey(Number(row) - 1, column.id), sentence(message));
  }
  return { cells, rest: rest.length > 0 ? rest.join(' ') : undefined };
}
