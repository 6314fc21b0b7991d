/** What an action is given for one run: read from the dialog, and offered again the next time. No React. */
import type { Field, Json } from '../api/types';
import { judge } from '../plugin-form/judge';
import type { Draft } from '../plugin-form/values';

/** Null while something entered cannot be sent. An emptied number is left out, like a setting. */
export function readParams(
  fields: Field[],
  draftOf: (field: Field) => Draft,
): Record<string, Json> | null {
  const params: [string, Json][] = [];
  for (const field of fields) {
    if (field.type === 'info' || field.type === 'section') continue;
    const verdict = judge(field, draftOf(field));
    if (verdict.kind === 'invalid') return null;
    if (verdict.kind === 'value') params.push([field.id, verdict.value]);
  }
  return Object.fromEntries(params);
}

const entered = new Map<string, Record<string, Draft>>();

const idOf = (plugin: string, action: string) => `${plugin}\n${action}`;

export function enteredBefore(
  plugin: string,
  action: string,
  fields: Field[],
): Record<string, Draft> {
  const drafts = entered.get(idOf(plugin, action)) ?? {};
  const isAsked = (id: string) => fields.some((field) => field.id === id);
  return Object.fromEntries(Object.entries(drafts).filter(([id]) => isAsked(id)));
}

/** For this tab only, and never a password. */
export function rememberEntered(
  plugin: string,
  action: string,
  fields: Field[],
  drafts: Record<string, Draft>,
): void {
  const hidden = fields.filter(({ secret, input_type }) => secret || input_type === 'password');
  const kept = Object.entries(drafts).filter(([id]) => !hidden.some((field) => field.id === id));
  entered.set(idOf(plugin, action), Object.fromEntries(kept));
}

/** For signing out. */
export function forgetEntered(): void {
  entered.clear();
}
