/** What single values mean for the saved settings: those of fields and those in the cells of a table. */
import type { FieldOption, Json } from '../api/types';
import { asText } from './values';

/** What a draft means for the saved settings. */
export type Verdict =
  | { kind: 'value'; value: Json }
  /** Remove the saved value, so that the plugin's own default counts again. */
  | { kind: 'unset' }
  | { kind: 'invalid'; problem: string };

export const invalid = (problem: string): Verdict => ({ kind: 'invalid', problem });

export function judgeNumber(draft: Json, min?: number | null, max?: number | null): Verdict {
  const text = asText(draft).trim();
  if (text === '') return { kind: 'unset' };
  const number = Number(text);
  if (!Number.isFinite(number)) return invalid('Not a number');
  if (typeof min === 'number' && number < min) return invalid(`Must be at least ${min}`);
  if (typeof max === 'number' && number > max) return invalid(`Must be at most ${max}`);
  return { kind: 'value', value: number };
}

/** Options are compared as text, but saved as the plugin declared them. */
export function optionValue(options: FieldOption[] | null | undefined, text: string): Json {
  return options?.find((option) => asText(option.value) === text)?.value ?? text;
}
