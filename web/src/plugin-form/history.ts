/** What happened to settings, in words. No React. */
import { MASKED, type Json, type SettingsVersion } from '../api/types';
import { asText } from './values';

const REASONS: Record<string, string> = {
  saved: 'Saved',
  merged: 'Changed',
  reset: 'Reset',
  restored: 'Restored',
  plugin: 'Changed by the plugin',
  before: 'As they were before',
};

export function reasonInWords(version: SettingsVersion): string {
  return REASONS[version.reason] ?? version.reason;
}

export interface Change {
  label: string;
  before: string;
  after: string;
}

export function changesOf(version: SettingsVersion): Change[] {
  return version.changes.map(({ field, label, before, after }) => {
    const isHidden = before === MASKED && after === MASKED;
    return {
      label: label || field,
      before: valueInWords(before),
      after: isHidden ? 'another hidden value' : valueInWords(after),
    };
  });
}

function valueInWords(value: Json): string {
  if (value === null) return 'not set';
  if (value === MASKED) return 'a hidden value';
  if (value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  const text = textOf(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** Rows of a table are lines of their own; whatever is nested deeper stays JSON. */
function textOf(value: Json): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) {
    const isTable = value.every((item) => typeof item === 'object' && item !== null);
    return value.map(isTable ? rowInWords : textOf).join(isTable ? '\n' : ', ');
  }
  return asText(value);
}

function rowInWords(row: Json): string {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return asText(row);
  const cells = Object.entries(row).filter(([, cell]) => cell !== '');
  return cells.map(([id, cell]) => `${id}: ${textOf(cell)}`).join(', ') || 'an empty row';
}
