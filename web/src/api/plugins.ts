/** Plugins: what is listed, switched on, set and run. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, post } from './client';
import type { EnabledAnswer, Plugin, RunAnswer, Settings } from './types';

const BASE = '/api/plugins/plugins/';

export const pluginsKey = ['plugins'] as const;

export async function fetchPlugins(signal?: AbortSignal): Promise<Plugin[]> {
  return (await get<{ plugins: Plugin[] }>(BASE, signal)).plugins;
}

export function usePlugins() {
  return useQuery({
    queryKey: pluginsKey,
    queryFn: ({ signal }) => fetchPlugins(signal),
    // A worker that starts sends no event when it is ready, so look again until it is.
    refetchInterval: ({ state }) =>
      state.data?.some((plugin) => plugin.state === 'starting') === true ? 1000 : false,
  });
}

export function useSetEnabled() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, enabled }: { key: string; enabled: boolean }) =>
      post<EnabledAnswer>(`${pathOf(key)}enabled/`, { enabled }),
    onSuccess: ({ plugin }) => {
      if (plugin !== undefined) replaceInCache(client, plugin);
    },
    onSettled: () => client.invalidateQueries({ queryKey: pluginsKey }),
  });
}

export function useReloadPlugins() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<{ success: true; count: number }>(`${BASE}reload/`),
    onSettled: () => client.invalidateQueries({ queryKey: pluginsKey }),
  });
}

/** Replaces the whole settings dictionary of a plugin: whoever calls must merge first. */
export async function replaceSettings(key: string, settings: Settings): Promise<Settings> {
  const answer = await post<{ settings: Settings }>(`${pathOf(key)}settings/`, { settings });
  return answer.settings;
}

export function runAction(key: string, action: string): Promise<RunAnswer> {
  return post<RunAnswer>(`${pathOf(key)}run/`, { action, params: {} });
}

/** Puts what a save returned into the cache, and drops a listing that was asked for before the save. */
export async function rememberSettings(client: QueryClient, key: string, settings: Settings) {
  await client.cancelQueries({ queryKey: pluginsKey });
  client.setQueryData<Plugin[]>(pluginsKey, (plugins) =>
    plugins?.map((plugin) => (plugin.key === key ? { ...plugin, settings } : plugin)),
  );
}

function replaceInCache(client: QueryClient, next: Plugin) {
  client.setQueryData<Plugin[]>(pluginsKey, (plugins) =>
    plugins?.map((plugin) => (plugin.key === next.key ? next : plugin)),
  );
}

function pathOf(key: string): string {
  return `${BASE}${encodeURIComponent(key)}/`;
}
