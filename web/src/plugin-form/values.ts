/**
 * From what is saved to what a field shows.
 *
 * Plugins are loose with types (a number saved as text, a switch saved as "true"), so nothing here
 * trusts the type of a stored value. No React, no network; what may be saved is `judge.ts`.
 */
import { MASKED, type Field, type FieldOption, type Json, type Settings } from '../api/types';

/** A row of a table, with keys that no column knows left in it. */
export type Row = Record<string, Json>;

/** What an input holds while a person edits it. An empty number is `''`, never 0. */
export type Draft = string | number | boolean | string[] | Row[];

export function shownValue(field: Field, settings: Settings): Draft {
  // A secret is never shown, not even its mask: what was typed over a mask would be half a secret.
  if (field.secret === true) return '';
  const stored = settings[field.id];
  const value = stored === undefined ? (field.default ?? null) : stored;
  switch (field.type) {
    case 'boolean':
      return asBoolean(value);
    case 'number':
      return asNumber(value);
    case 'multiselect':
      return asTexts(value);
    case 'table':
      return asRows(value);
    default:
      return asText(value);
  }
}

/** Whether the server has a value for this secret, which it keeps to itself. */
export function isSecretSet(field: Field, settings: Settings): boolean {
  return field.secret === true && settings[field.id] === MASKED;
}

/** Whether a field shows something else than it would if nothing had ever been saved. */
export function differsFromDefault(field: Field, shown: Draft): boolean {
  return field.secret !== true && isSame(shown, shownValue(field, {})) === false;
}

export function isSame(one: Draft, other: Draft): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** What a field's default is, in words. */
export function defaultInWords(field: Field): string {
  const value = shownValue(field, {});
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (field.type === 'table') return counted(value, 'row');
  if (Array.isArray(value)) {
    return value.length === 0
      ? 'nothing'
      : value.map((item) => optionLabel(field, item)).join(', ');
  }
  if (value === '') return 'nothing';
  const text = field.type === 'select' ? optionLabel(field, value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const counted = (rows: Draft, noun: string) => {
  const count = Array.isArray(rows) ? rows.length : 0;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
};

function optionLabel(field: Field, value: Json): string {
  const text = asText(value);
  return field.options?.find((option) => asText(option.value) === text)?.label || text;
}

/** Options as text; saved values that are no longer offered are kept visible. */
export function optionsFor(
  options: FieldOption[] | null | undefined,
  shown: string[],
): { value: string; label: string }[] {
  const known = new Map<string, string>();
  for (const option of options ?? []) {
    const value = asText(option.value);
    if (!known.has(value)) known.set(value, option.label || value);
  }
  for (const value of shown) {
    if (value !== '' && !known.has(value)) known.set(value, `${value} (no longer offered)`);
  }
  return [...known].map(([value, label]) => ({ value, label }));
}

export function asText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function asBoolean(value: Json): boolean {
  if (typeof value === 'string') {
    return ['true', '1', 'yes', 'y', 'on'].includes(value.trim().toLowerCase());
  }
  return value === true || (typeof value === 'number' && value !== 0);
}

export function asNumber(value: Json): number | '' {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return '';
  const number = Number(value);
  return Number.isFinite(number) ? number : '';
}

function asTexts(value: Json): string[] {
  if (Array.isArray(value)) return value.map(asText);
  return value === null || value === '' ? [] : [asText(value)];
}

function asRows(value: Json): Row[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row),
  );
}
