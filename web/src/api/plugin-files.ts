/** The files of plugins: imported from a zip, exported, deleted, taken out of the trash, watched. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, post, put, remove } from './client';
import { PLUGINS_PATH, pluginPathOf, pluginsKey, putIntoList } from './plugins';
import { saveFile } from './save-file';
import type { Finding, FolderWatch, ImportPreview, Plugin, TrashedPlugin } from './types';
import { upload, type UploadOptions } from './upload';

/** Looks into a zip; nothing of it is written. */
export async function previewImport(file: File, options: UploadOptions): Promise<ImportPreview> {
  const path = `${PLUGINS_PATH}import/preview/`;
  return (await upload<{ preview: ImportPreview }>(path, file, options)).preview;
}

export interface Imported {
  plugin: Plugin;
  /** It came from a plugin repository until now. */
  was_managed: boolean;
}

export async function importPlugin(
  client: QueryClient,
  file: File,
  overwrite: boolean,
  options: UploadOptions,
): Promise<Imported> {
  const parts: Record<string, string> = overwrite ? { overwrite: 'true' } : {};
  const imported = await upload<Imported>(`${PLUGINS_PATH}import/`, file, { ...options, parts });
  putIntoList(client, imported.plugin);
  void client.invalidateQueries({ queryKey: pluginsKey });
  return imported;
}

/**
 * What reading the code of a zip imported in this tab found. The server does not keep it, and the
 * question whether to trust the plugin comes right after.
 */
const findingsKey = (key: string) => ['plugin-findings', key] as const;

export function rememberFindings(client: QueryClient, key: string, findings: Finding[]): void {
  client.setQueryDefaults(findingsKey(key), { gcTime: Infinity, staleTime: Infinity });
  client.setQueryData(findingsKey(key), findings);
}

export function knownFindings(client: QueryClient, key: string): Finding[] {
  return client.getQueryData<Finding[]>(findingsKey(key)) ?? [];
}

/** Has the browser save a plugin as a zip. */
export function savePluginAsZip({ key, version }: Plugin): Promise<void> {
  const name = `${key}${version === '' ? '' : `-${version}`}.zip`;
  return saveFile(`${pluginPathOf(key)}export/`, name);
}

const TRASH_PATH = '/api/plugins/trash/';
const trashKey = ['plugin-trash'] as const;

export function useTrash() {
  return useQuery({
    queryKey: trashKey,
    queryFn: async ({ signal }) =>
      (await get<{ trash: TrashedPlugin[] }>(TRASH_PATH, signal)).trash,
    staleTime: 0,
  });
}

export function useDeletePlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => remove<{ trash_id: number | null }>(`${pluginPathOf(key)}delete/`),
    onSettled: () => refreshBoth(client),
  });
}

export async function restoreFromTrash(client: QueryClient, id: number): Promise<Plugin> {
  const { plugin } = await post<{ plugin: Plugin }>(`${TRASH_PATH}${id}/restore/`);
  await refreshBoth(client);
  return plugin;
}

export async function deleteForGood(client: QueryClient, id: number): Promise<void> {
  await remove(`${TRASH_PATH}${id}/`);
  await client.invalidateQueries({ queryKey: trashKey });
}

async function refreshBoth(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: pluginsKey }),
    client.invalidateQueries({ queryKey: trashKey }),
  ]);
}

const WATCH_PATH = '/api/plugins/watch/';
const watchKey = ['plugin-watch'] as const;

export function useFolderWatch(isWanted: boolean) {
  return useQuery({
    queryKey: watchKey,
    queryFn: ({ signal }) => get<FolderWatch>(WATCH_PATH, signal),
    enabled: isWanted,
  });
}

export function useSetFolderWatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => put<FolderWatch>(WATCH_PATH, { enabled }),
    onSuccess: (watch) => client.setQueryData(watchKey, watch),
  });
}
