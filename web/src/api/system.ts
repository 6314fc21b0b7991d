/** The server itself: its version, where plugins go, whether Python is ready for them. */
import { useQuery } from '@tanstack/react-query';
import { get } from './client';
import type { SystemInfo } from './types';

export function useSystemInfo() {
  return useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => get<SystemInfo>('/api/core/system/', signal),
    // The first start downloads Python packages; the banner must go away by itself when that is done.
    refetchInterval: ({ state }) => (state.data?.python.state === 'preparing' ? 2000 : false),
  });
}
