/** Channels and their groups. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from './client';
import type { Channel, ChannelGroup, Page } from './types';

const BASE = '/api/channels/channels/';

export interface ChannelQuery {
  page: number;
  pageSize: number;
  search: string;
  /** A group's name; empty for all. */
  group: string;
}

export function useChannelPage({ page, pageSize, search, group }: ChannelQuery) {
  const query = new URLSearchParams({ page: String(page), page_size: String(pageSize) });
  if (search !== '') query.set('search', search);
  if (group !== '') query.set('channel_group', group);
  return useQuery({
    queryKey: ['channels', 'page', query.toString()],
    queryFn: ({ signal }) => get<Page<Channel>>(`${BASE}?${query}`, signal),
    // The old page stays until the new one is here: no jump while paging.
    placeholderData: keepPreviousData,
  });
}

/** Every channel: without `page` the server answers a bare list. */
export function useAllChannels() {
  return useQuery({
    queryKey: ['channels', 'all'],
    queryFn: ({ signal }) => get<Channel[]>(BASE, signal),
  });
}

export function useGroups() {
  return useQuery({
    queryKey: ['groups'],
    queryFn: ({ signal }) => get<ChannelGroup[]>('/api/channels/groups/', signal),
  });
}
