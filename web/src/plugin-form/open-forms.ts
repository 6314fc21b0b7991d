/**
 * The forms of all plugins opened since sign-in. They stay when their page is left, so that a save that
 * is still under way, or failed, is not forgotten with the page.
 */
import { queryClient } from '../api/query-client';
import { fetchPlugins, pluginsKey, rememberSettings, replaceSettings } from '../api/plugins';
import { ApiError } from '../api/error';
import type { Plugin } from '../api/types';
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

/** For signing out: the next person must not find the last one's drafts. */
export function forgetForms(): void {
  forms.clear();
}

function storeOf(key: string): SettingsStore {
  return {
    async load() {
      const plugin = (await fetchPlugins()).find((candidate) => candidate.key === key);
      if (plugin === undefined) throw new ApiError('The plugin is no longer installed', 404);
      return plugin.settings;
    },
    async replace(settings) {
      const saved = await replaceSettings(key, settings);
      await rememberSettings(queryClient, key, saved);
      // Another tab may have saved right after us, and its event's listing may just have been dropped.
      void queryClient.invalidateQueries({ queryKey: pluginsKey });
      return saved;
    },
  };
}

window.addEventListener('beforeunload', (event) => {
  if (haveUnsavedChanges()) event.preventDefault();
});

// Phones end a hidden page without asking: do not wait for the rest that typing would have had.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveAllForms().catch(() => undefined);
});
