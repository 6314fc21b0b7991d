/** Actions that run by the clock. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSeesRuns } from './account';
import { get, patch, post, remove } from './client';
import type { HostSchedule, Schedule } from './run-types';
import type { RunStarted } from './runs';
import type { Json } from './types';

const PATH = '/api/plugins/schedules/';
export const schedulesKey = ['schedules'] as const;

export interface NewSchedule {
  plugin: string;
  action: string;
  params: Record<string, Json>;
  cron: string | null;
  every_seconds: number | null;
  timezone: string;
  enabled: boolean;
}

/** Of all plugins without a key. */
export function useSchedules(plugin?: string) {
  const seesRuns = useSeesRuns();
  const query = plugin === undefined ? '' : `?plugin=${encodeURIComponent(plugin)}`;
  return useQuery({
    queryKey: [...schedulesKey, plugin ?? ''],
    queryFn: async ({ signal }) =>
      (await get<{ schedules: Schedule[] }>(`${PATH}${query}`, signal)).schedules,
    enabled: seesRuns,
    // The next time of each moves on.
    refetchInterval: 30_000,
  });
}

export function useAddSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (schedule: NewSchedule) => post<HostSchedule>(PATH, schedule),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey }),
  });
}

export function useChangeSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...changes }: { id: number } & Partial<NewSchedule>) =>
      patch<HostSchedule>(`${PATH}${id}/`, changes),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey }),
  });
}

export function useDeleteSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => remove(`${PATH}${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey }),
  });
}

export function useRunSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => post<RunStarted>(`${PATH}${id}/run/`),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey }),
  });
}
