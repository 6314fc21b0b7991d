/**
 * From what is saved to what a field shows, and from what was typed to what may be saved.
 *
 * Plugins are loose with types (a number saved as text, a switch saved as "true"), so nothing here
 * trusts the type of a stored value. No React, no network.
 */
import type { Field, FieldOption, Json, Settings } from '../api/types';

/** What an input holds while a person edits it. An empty number is `''`, never 0. */
export type Draft = string | number | boolean;

/** What a draft means for the saved settings. */
export type Verdict =
  | { kind: 'value'; value: Json }
  /** Remove the saved value, so that the plugin's own default counts again. */
  | { kind: 'unset' }
  | { kind: 'invalid'; problem: string };

export function shownValue(field: Field, settings: Settings): Draft {
  const stored = settings[field.id];
  const value = stored === undefined ? (field.default ?? null) : stored;
  if (field.type === 'boolean') return asBoolean(value);
  if (field.type === 'number') return asNumber(value);
  return asText(value);
}

export function judge(field: Field, draft: Draft): Verdict {
  if (field.type === 'number') return judgeNumber(field, draft);
  if (field.type === 'select') return { kind: 'value', value: optionValue(field, String(draft)) };
  return { kind: 'value', value: draft };
}

function judgeNumber(field: Field, draft: Draft): Verdict {
  const text = String(draft).trim();
  if (text === '') return { kind: 'unset' };
  const number = Number(text);
  if (!Number.isFinite(number)) return { kind: 'invalid', problem: 'Not a number' };
  if (typeof field.min === 'number' && number < field.min) {
    return { kind: 'invalid', problem: `Must be at least ${field.min}` };
  }
  if (typeof field.max === 'number' && number > field.max) {
    return { kind: 'invalid', problem: `Must be at most ${field.max}` };
  }
  return { kind: 'value', value: number };
}

/** The options of a select as text; a saved value that is no longer offered is kept visible. */
export function selectOptions(field: Field, shown: string): { value: string; label: string }[] {
  const options = new Map<string, string>();
  for (const option of field.options ?? []) {
    const value = asText(option.value);
    if (!options.has(value)) options.set(value, option.label || value);
  }
  if (shown !== '' && !options.has(shown)) options.set(shown, `${shown} (no longer offered)`);
  return [...options].map(([value, label]) => ({ value, label }));
}

/** Options are compared as text, but saved as the plugin declared them. */
function optionValue(field: Field, text: string): Json {
  const match = (option: FieldOption) => asText(option.value) === text;
  return field.options?.find(match)?.value ?? text;
}

export function asText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asBoolean(value: Json): boolean {
  if (typeof value === 'string') {
    return ['true', '1', 'yes', 'y', 'on'].includes(value.trim().toLowerCase());
  }
  return value === true || (typeof value === 'number' && value !== 0);
}

function asNumber(value: Json): number | '' {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return '';
  const number = Number(value);
  return Number.isFinite(number) ? number : '';
}
