/**
 * From what was typed to what may be saved, or what is wrong with it. The server has the last word;
 * this spares the round trip. No React, no network.
 */
import { MASKED, type Field } from '../api/types';
import { judgeTable } from './table-values';
import { asText, type Draft } from './values';
import { invalid, judgeNumber, optionValue, type Verdict } from './verdict';

export function judge(field: Field, draft: Draft): Verdict {
  if (field.required === true && isEmpty(draft)) {
    // Emptying a number or a file brings the default back; then it is not empty after all.
    const fallsBack = ['number', 'file'].includes(field.type) && (field.default ?? '') !== '';
    if (!fallsBack) return invalid('Must not be left blank');
  }
  switch (field.type) {
    case 'number':
      return judgeNumber(draft, field);
    case 'select':
      return { kind: 'value', value: optionValue(field.options, asText(draft)) };
    case 'multiselect':
      return {
        kind: 'value',
        value: choices(draft).map((text) => optionValue(field.options, text)),
      };
    case 'table':
      return judgeTable(field.columns ?? [], draft);
    case 'file':
      return draft === '' ? { kind: 'unset' } : { kind: 'value', value: draft };
    default:
      return judgeText(field, draft);
  }
}

function judgeText(field: Field, draft: Draft): Verdict {
  if (field.secret === true && draft === MASKED) {
    return invalid('Eight asterisks stand for a value that is not changed');
  }
  if (field.pattern && typeof draft === 'string' && draft !== '') {
    if (!matches(field.pattern, draft)) {
      return invalid(field.pattern_message || `Must match the pattern ${field.pattern}`);
    }
  }
  return { kind: 'value', value: draft };
}

/** A pattern that this browser cannot read, or a text that could keep it busy, is the server's to judge. */
function matches(pattern: string, text: string): boolean {
  if (text.length > 500) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}

const choices = (draft: Draft) => (Array.isArray(draft) ? draft.map(asText) : []);

function isEmpty(draft: Draft): boolean {
  if (Array.isArray(draft)) return draft.length === 0;
  return typeof draft === 'string' && draft.trim() === '';
}
