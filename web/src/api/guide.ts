/** The programmes around now. */
import { useQuery } from '@tanstack/react-query';
import { get } from './client';
import type { Programme } from './types';

export function useGuide() {
  return useQuery({
    queryKey: ['guide'],
    queryFn: async ({ signal }) =>
      (await get<{ data: Programme[] }>('/api/epg/grid/', signal)).data,
    // The server's window moves on with the clock.
    staleTime: 5 * 60_000,
  });
}
