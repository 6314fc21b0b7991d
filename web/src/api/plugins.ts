/** Plugins: what is listed, switched on, loaded again and run. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, post } from './client';
import type { EnabledAnswer, Json, Plugin, RunAnswer } from './types';

export const PLUGINS_PATH = '/api/plugins/plugins/';

export const pluginsKey = ['plugins'] as const;
/** One plugin asked for by itself. Its answer goes into the list, which is what pages show. */
export const pluginKey = (key: string) => ['plugin', key] as const;

export const pluginPathOf = (key: string) => `${PLUGINS_PATH}${encodeURIComponent(key)}/`;

export function usePlugins() {
  return useQuery({
    queryKey: pluginsKey,
    queryFn: async ({ signal }) => (await get<{ plugins: Plugin[] }>(PLUGINS_PATH, signal)).plugins,
    // A worker that starts sends no event when it is ready, so look again until it is.
    refetchInterval: ({ state }) =>
      state.data?.some((plugin) => plugin.state === 'starting') === true ? 1000 : false,
  });
}

/** Has the server ask the plugin for its fields and actions anew, which it may compute. */
export function useFreshPlugin(key: string, isWanted: boolean) {
  const client = useQueryClient();
  useQuery({
    queryKey: pluginKey(key),
    queryFn: async ({ signal }) => {
      const { plugin } = await get<{ plugin: Plugin }>(pluginPathOf(key), signal);
      putIntoList(client, plugin);
      return plugin;
    },
    enabled: isWanted,
    // Each visit of the page is a question of its own.
    staleTime: 0,
    retry: false,
  });
}

export function useSetEnabled() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, enabled }: { key: string; enabled: boolean }) =>
      post<EnabledAnswer>(`${pluginPathOf(key)}enabled/`, { enabled }),
    onSuccess: ({ plugin }) => {
      if (plugin !== undefined) putIntoList(client, plugin);
    },
    onSettled: () => client.invalidateQueries({ queryKey: pluginsKey }),
  });
}

export function useReloadPlugins() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<{ success: true; count: number }>(`${PLUGINS_PATH}reload/`),
    onSettled: () => client.invalidateQueries({ queryKey: pluginsKey }),
  });
}

/** Stops one plugin and loads its files as they are now. */
export function useReloadPlugin() {
  return usePluginChange('reload');
}

/** Swaps a plugin's files with those that its last import replaced. */
export function useRollBack() {
  return usePluginChange('rollback');
}

function usePluginChange(what: 'reload' | 'rollback') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => post<{ plugin: Plugin }>(`${pluginPathOf(key)}${what}/`),
    onSuccess: ({ plugin }) => putIntoList(client, plugin),
    onSettled: (_data, _error, key) => {
      void client.invalidateQueries({ queryKey: readmeKey(key) });
      return client.invalidateQueries({ queryKey: pluginsKey });
    },
  });
}

const readmeKey = (key: string) => ['plugin-readme', key] as const;

export function useReadme(key: string) {
  return useQuery({
    queryKey: readmeKey(key),
    queryFn: async ({ signal }) =>
      (await get<{ readme: string }>(`${pluginPathOf(key)}readme/`, signal)).readme,
  });
}

export function runAction(
  key: string,
  action: string,
  params: Record<string, Json>,
): Promise<RunAnswer> {
  return post<RunAnswer>(`${pluginPathOf(key)}run/`, { action, params });
}

/** Puts a plugin into the cached list in its own place, or at the end of it. */
export function putIntoList(client: QueryClient, next: Plugin) {
  client.setQueryData<Plugin[]>(pluginsKey, (plugins) => {
    if (plugins === undefined) return undefined;
    const isListed = plugins.some(({ key }) => key === next.key);
    return isListed
      ? plugins.map((plugin) => (plugin.key === next.key ? next : plugin))
      : [...plugins, next];
  });
}
