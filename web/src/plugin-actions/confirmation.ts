/** Whether an action asks before it runs, and in which words. No React. */
import type { Action } from '../api/types';
import { asBoolean, type Draft } from '../plugin-form/values';

export interface Question {
  title: string;
  message: string;
}

/**
 * `confirm` is a boolean or `{required?, title?, message?}`. Where it is absent, a setting with the id
 * `confirm` decides, which is how plugins let their users switch the question off.
 */
export function questionFor(action: Action, values: Record<string, Draft>): Question | null {
  const confirm = action.confirm ?? asBoolean(values['confirm'] ?? false);
  const usual: Question = {
    title: `Run “${action.label}”?`,
    message: action.description || 'This plugin asks you to confirm before it runs.',
  };
  if (typeof confirm === 'boolean') return confirm ? usual : null;
  if (confirm.required === false) return null;
  return { title: confirm.title || usual.title, message: confirm.message || usual.message };
}
