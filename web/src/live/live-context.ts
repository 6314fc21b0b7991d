/** How the live connection stands, for whoever shows it. */
import { createContext, use } from 'react';
import type { LiveState } from './socket';

export interface Live {
  state: LiveState;
  retryNow: () => void;
}

export const LiveContext = createContext<Live>({ state: 'connecting', retryNow: () => undefined });

export function useLive(): Live {
  return use(LiveContext);
}
