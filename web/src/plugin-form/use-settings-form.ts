/** Ties a plugin's `Autosave` to the component that shows it. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Plugin } from '../api/types';
import type { Autosave, FormState } from './autosave';
import { formOf } from './open-forms';

export function useSettingsForm(plugin: Plugin): { form: Autosave; state: FormState } {
  const form = formOf(plugin);
  const { fields, settings } = plugin;

  useEffect(() => form.receive(fields, settings), [form, fields, settings]);
  useEffect(
    () => () => {
      // Leaving the page is leaving the field; the save goes on behind it.
      form.blur();
    },
    [form],
  );
  return { form, state: useSyncExternalStore(form.subscribe, form.snapshot) };
}
