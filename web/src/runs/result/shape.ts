/** What is in a plugin's result, sorted into what can be shown: numbers, pairs, tables, trees. No React. */
import type { Json } from '../../api/types';

export type JsonObject = { [key: string]: Json };
export type Scalar = null | boolean | number | string;

export type Part = { name: string | null } & (
  | { kind: 'counters'; items: [string, number][] }
  | { kind: 'pairs'; items: [string, Scalar][] }
  | { kind: 'table'; rows: JsonObject[] }
  | { kind: 'tree'; value: Json }
);

/** What is shown elsewhere: as the title, the message and the files. */
const SPOKEN_FOR = ['status', 'success', 'message', 'file', 'files'];
/** More numbers than this are a list and no dashboard. */
const MOST_COUNTERS = 12;

export function partsOf(result: Json): Part[] {
  if (!isObject(result)) return isScalar(result) ? [] : partsOfValue(null, result);
  const { data, ...rest } = result;
  const hidden = [...SPOKEN_FOR, ...(typeof rest['message'] === 'string' ? [] : ['error'])];
  const others = Object.entries(rest).filter(([key]) => !hidden.includes(key));
  return [
    ...partsOfObject(null, Object.fromEntries(others)),
    ...(data === undefined || data === null ? [] : partsOfData(data)),
  ];
}

function partsOfData(data: Json): Part[] {
  if (isScalar(data)) return [{ kind: 'pairs', name: null, items: [['data', data]] }];
  return partsOfValue(null, data);
}

function partsOfValue(name: string | null, value: Json): Part[] {
  if (isRows(value)) return [{ kind: 'table', name, rows: value }];
  // Below the first level, only what is flat is taken apart: a tree shows better how the rest hangs together.
  if (isObject(value) && (name === null || Object.values(value).every(isScalar))) {
    return partsOfObject(name, value);
  }
  return [{ kind: 'tree', name, value }];
}

function partsOfObject(name: string | null, value: JsonObject): Part[] {
  const entries = Object.entries(value);
  const numbers = entries.filter((entry): entry is [string, number] => isNumber(entry[1]));
  const hasTiles = numbers.length > 0 && numbers.length <= MOST_COUNTERS;
  const pairs = entries.filter(
    (entry): entry is [string, Scalar] => isScalar(entry[1]) && !(hasTiles && isNumber(entry[1])),
  );
  return [
    ...(hasTiles ? [{ kind: 'counters' as const, name, items: numbers }] : []),
    ...(pairs.length > 0 ? [{ kind: 'pairs' as const, name, items: pairs }] : []),
    ...entries
      .filter(([, inner]) => !isScalar(inner))
      .flatMap(([key, inner]) => partsOfValue(key, inner)),
  ];
}

/** A list of flat objects; a single odd one among them makes it a tree. */
function isRows(value: Json): value is JsonObject[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => isObject(row) && Object.values(row).every(isScalar))
  );
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function isNumber(value: Json): value is number {
  return typeof value === 'number';
}

export function scalarText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `channels_added` → `Channels added`: plugins name their keys for Python. */
export function nameInWords(key: string): string {
  const words = key.replaceAll('_', ' ').trim();
  return words === '' ? key : words.charAt(0).toUpperCase() + words.slice(1);
}
