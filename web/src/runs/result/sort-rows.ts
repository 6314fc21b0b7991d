/** Rows of a table in the order of one column. No React. */
import type { Json } from '../../api/types';
import { scalarText, type JsonObject } from './shape';

export interface Order {
  column: string;
  isDescending: boolean;
}

const texts = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Numbers by size, texts as people sort them, what is empty last whichever way. */
export function sortRows(rows: JsonObject[], order: Order | null): JsonObject[] {
  if (order === null) return rows;
  const { column, isDescending } = order;
  const isEmpty = (row: JsonObject) => row[column] === undefined || row[column] === null;
  return [...rows].sort((a, b) => {
    if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
    const compared = compare(a[column] ?? null, b[column] ?? null);
    return isDescending ? -compared : compared;
  });
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return texts.compare(scalarText(a), scalarText(b));
}

/** Up, then down, then as the plugin had them. */
export function nextOrder(order: Order | null, column: string): Order | null {
  if (order?.column !== column) return { column, isDescending: false };
  return order.isDescending ? null : { column, isDescending: true };
}
