/** What belongs to the runs of one plugin: what it does now, its time limits, the events it handles. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSeesRuns } from './account';
import { get, put } from './client';
import { pluginPathOf } from './plugins';
import type { Activity, Delivery, Handler, Limits, SystemEvent } from './run-types';
import type { Page } from './types';

export const activityKey = (key: string) => ['plugin-activity', key] as const;
export const handlersKey = (key: string) => ['plugin-handlers', key] as const;
export const deliveriesKey = ['deliveries'] as const;
const limitsKey = (key: string) => ['plugin-limits', key] as const;

export function useActivity(key: string, isWanted: boolean) {
  const seesRuns = useSeesRuns();
  return useQuery({
    queryKey: activityKey(key),
    queryFn: ({ signal }) => get<Activity>(`${pluginPathOf(key)}activity/`, signal),
    enabled: isWanted && seesRuns,
    // Child processes come and go without a message.
    refetchInterval: ({ state: { data } }) => (data?.working === true ? 5000 : false),
  });
}

export function useLimits(key: string) {
  const seesRuns = useSeesRuns();
  return useQuery({
    queryKey: limitsKey(key),
    queryFn: ({ signal }) => get<Limits>(`${pluginPathOf(key)}limits/`, signal),
    enabled: seesRuns,
  });
}

export function useSetLimit(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, seconds }: { action: string; seconds: number | null }) =>
      put<Limits>(`${pluginPathOf(key)}limits/`, { actions: { [action]: seconds } }),
    onSettled: () => client.invalidateQueries({ queryKey: limitsKey(key) }),
  });
}

export function useHandlers(key: string) {
  const seesRuns = useSeesRuns();
  return useQuery({
    queryKey: handlersKey(key),
    queryFn: async ({ signal }) =>
      (await get<{ handlers: Handler[] }>(`${pluginPathOf(key)}handlers/`, signal)).handlers,
    enabled: seesRuns,
  });
}

export function useDeliveries({ plugin = '', event = '', page = 1, pageSize = 50 }) {
  const seesRuns = useSeesRuns();
  const query = new URLSearchParams({ page: String(page), page_size: String(pageSize) });
  if (plugin !== '') query.set('plugin', plugin);
  if (event !== '') query.set('event', event);
  return useQuery({
    queryKey: [...deliveriesKey, query.toString()],
    queryFn: ({ signal }) => get<Page<Delivery>>(`/api/plugins/deliveries/?${query}`, signal),
    enabled: seesRuns,
  });
}

export interface SystemEventPage {
  events: SystemEvent[];
  count: number;
  total: number;
}

export function useSystemEvents({
  limit,
  offset,
  type,
}: Record<'limit' | 'offset', number> & { type: string }) {
  const seesRuns = useSeesRuns();
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (type !== '') query.set('event_type', type);
  return useQuery({
    queryKey: ['system-events', query.toString()],
    queryFn: ({ signal }) => get<SystemEventPage>(`/api/core/system-events/?${query}`, signal),
    enabled: seesRuns,
  });
}
