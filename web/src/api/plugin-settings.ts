/** A plugin's settings: saved key by key, reset, put back as they were, and files for them. */
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { get, patch, post } from './client';
import { pluginKey, pluginPathOf, pluginsKey } from './plugins';
import type { Plugin, Settings, SettingsVersion } from './types';
import { upload, type UploadOptions } from './upload';

interface SettingsAnswer {
  settings: Settings;
}

/** Saves these keys and no others, so that what another tab or the plugin itself saved stays. */
export async function mergeSettings(key: string, changes: Settings): Promise<Settings> {
  const path = `${pluginPathOf(key)}settings/`;
  return (await patch<SettingsAnswer>(path, { settings: changes })).settings;
}

/** Forgets the stored values of these fields; of all of them without a list. */
export async function resetSettings(key: string, fields?: string[]): Promise<Settings> {
  const path = `${pluginPathOf(key)}settings/reset/`;
  return (await post<SettingsAnswer>(path, fields === undefined ? {} : { fields })).settings;
}

export async function restoreSettings(key: string, version: number): Promise<Settings> {
  const path = `${pluginPathOf(key)}settings/restore/`;
  return (await post<SettingsAnswer>(path, { version })).settings;
}

const historyKey = (key: string) => ['plugin-settings-history', key] as const;

export async function fetchHistory(key: string, signal?: AbortSignal): Promise<SettingsVersion[]> {
  const path = `${pluginPathOf(key)}settings/history/`;
  return (await get<{ versions: SettingsVersion[] }>(path, signal)).versions;
}

export function useSettingsHistory(key: string) {
  return useQuery({
    queryKey: historyKey(key),
    queryFn: ({ signal }) => fetchHistory(key, signal),
    staleTime: 0,
  });
}

/** Stores a file for a `file` field; answers with the path that the setting then holds. */
export async function uploadForField(
  key: string,
  field: string,
  file: File,
  options: UploadOptions,
): Promise<string> {
  const path = `${pluginPathOf(key)}fields/${encodeURIComponent(field)}/upload/`;
  return (await upload<{ path: string }>(path, file, options)).path;
}

/** Puts what a save returned into the cache, and drops a listing that was asked for before the save. */
export async function rememberSettings(client: QueryClient, key: string, settings: Settings) {
  await Promise.all([
    client.cancelQueries({ queryKey: pluginsKey }),
    client.cancelQueries({ queryKey: pluginKey(key) }),
  ]);
  client.setQueryData<Plugin[]>(pluginsKey, (plugins) =>
    plugins?.map((plugin) => (plugin.key === key ? { ...plugin, settings } : plugin)),
  );
  void client.invalidateQueries({ queryKey: historyKey(key) });
}
