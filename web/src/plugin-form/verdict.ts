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

interface Limits {
  min?: number | null;
  max?: number | null;
  step?: number | null;
}

export function judgeNumber(draft: Json, { min, max, step }: Limits = {}): Verdict {
  const text = asText(draft).trim();
  if (text === '') return { kind: 'unset' };
  const number = Number(text);
  if (!Number.isFinite(number)) return invalid('Must be a number');
  if (typeof min === 'number' && number < min) return invalid(`Must be at least ${min}`);
  if (typeof max === 'number' && number > max) return invalid(`Must be at most ${max}`);
  if (typeof step === 'number' && step > 0 && !isReached(number, min ?? 0, step)) {
    return invalid(`Must be reached from ${min ?? 0} in steps of ${step}`);
  }
  return { kind: 'value', value: number };
}

/** 0.3 is not three times 0.1 for a computer. */
function isReached(number: number, from: number, step: number): boolean {
  const steps = (number - from) / step;
  const off = Math.abs(steps - Math.round(steps));
  return off <= 1e-6 || off <= Math.abs(steps) * 1e-9;
}

/** Options are compared as text, but saved as the plugin declared them. */
export function optionValue(options: FieldOption[] | null | undefined, text: string): Json {
  return options?.find((option) => asText(option.value) === text)?.value ?? text;
}
