/** M3U accounts and EPG sources: where streams and guide data come from. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from './client';
import type { EpgSource, M3uAccount, NewEpgSource, NewM3uAccount } from './types';

const ACCOUNTS = { key: ['m3u-accounts'], path: '/api/m3u/accounts/' };
const SOURCES = { key: ['epg-sources'], path: '/api/epg/sources/' };

export function useM3uAccounts() {
  return useQuery({
    queryKey: ACCOUNTS.key,
    queryFn: ({ signal }) => get<M3uAccount[]>(ACCOUNTS.path, signal),
    select: (accounts) => accounts.filter(({ locked }) => locked !== true),
  });
}

export function useEpgSources() {
  return useQuery({
    queryKey: SOURCES.key,
    queryFn: ({ signal }) => get<EpgSource[]>(SOURCES.path, signal),
  });
}

export const useAddM3uAccount = () =>
  useChange(ACCOUNTS.key, (account: NewM3uAccount) => post<M3uAccount>(ACCOUNTS.path, account));

export const useAddEpgSource = () =>
  useChange(SOURCES.key, (source: NewEpgSource) => post<EpgSource>(SOURCES.path, source));

// The answer comes at once; how the refresh goes is told over the WebSocket.
export const useRefreshM3uAccount = () =>
  useChange(ACCOUNTS.key, (id: number) => post<unknown>(`/api/m3u/refresh/${id}/`));

export const useRefreshEpgSource = () =>
  useChange(SOURCES.key, (id: number) => post<unknown>('/api/epg/import/', { id }));

export const useDeleteM3uAccount = () =>
  useChange(ACCOUNTS.key, (id: number) => remove(`${ACCOUNTS.path}${id}/`));

export const useDeleteEpgSource = () =>
  useChange(SOURCES.key, (id: number) => remove(`${SOURCES.path}${id}/`));

export const useCreateChannels = () =>
  useChange(['channels'], (id: number) =>
    post<{ created: number }>(`${ACCOUNTS.path}${id}/create-channels/`),
  );

function useChange<In, Out>(key: string[], mutationFn: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
