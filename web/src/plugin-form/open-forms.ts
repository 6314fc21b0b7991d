/**
 * The forms of all plugins opened since sign-in. They stay when their page is left, so that a save that
 * is still under way, or failed, is not forgotten with the page.
 */
import {
  fetchHistory,
  mergeSettings,
  rememberSettings,
  resetSettings,
  restoreSettings,
} from '../api/plugin-settings';
import { pluginsKey } from '../api/plugins';
import { queryClient } from '../api/query-client';
import type { Plugin, Settings } from '../api/types';
import { Autosave, type SettingsStore } from './autosave';

const forms = new Map<string, Autosave>();

export function formOf(plugin: Plugin): Autosave {
  let form = forms.get(plugin.key);
  if (form === undefined) {
    form = new Autosave(storeOf(plugin.key), plugin.fields, plugin.settings);
    forms.set(plugin.key, form);
  }
  return form;
}

export function haveUnsavedChanges(): boolean {
  return [...forms.values()].some((form) => form.snapshot().isDirty);
}

/** Saves whatever is not saved yet; rejects with the first reason why something could not be. */
export async function saveAllForms(): Promise<void> {
  await Promise.all([...forms.values()].map((form) => form.flush()));
}

/** For a plugin that was deleted: its drafts are for fields that nobody has any more. */
export function forgetForm(key: string): void {
  forms.delete(key);
}

/** For signing out: the next person must not find the last one's drafts. */
export function forgetForms(): void {
  forms.clear();
}

function storeOf(key: string): SettingsStore {
  const remembered = async (answer: Promise<Settings>) => {
    const saved = await answer;
    await rememberSettings(queryClient, key, saved);
    // Another tab may have saved right after us, and its event's listing may just have been dropped.
    void queryClient.invalidateQueries({ queryKey: pluginsKey });
    return saved;
  };
  return {
    merge: (changes) => remembered(mergeSettings(key, changes)),
    reset: (ids) => remembered(resetSettings(key, ids)),
    restore: (version) => remembered(restoreSettings(key, version)),
    history: () => fetchHistory(key),
  };
}

window.addEventListener('beforeunload', (event) => {
  if (haveUnsavedChanges()) event.preventDefault();
});

// Phones end a hidden page without asking: do not wait for the rest that typing would have had.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveAllForms().catch(() => undefined);
});
