/** How far each refresh is, as the server last said. Kept outside React: messages come many a second. */
import { useCallback, useSyncExternalStore } from 'react';
import type { LiveMessage } from './socket';

export interface Progress {
  action: string;
  /** 0 to 100, or null while the server does not know. */
  percent: number | null;
  message: string | null;
}

export type Refreshable = 'm3u' | 'epg';

const FINAL = ['success', 'error', 'pending_setup', 'disabled', 'idle'];

const progress = new Map<string, Progress>();
const listeners = new Set<() => void>();

/** Takes a `m3u_refresh` or `epg_refresh` message; true when it says that the refresh has ended. */
export function noteProgress(kind: Refreshable, message: LiveMessage): boolean {
  const id = message[kind === 'm3u' ? 'account' : 'source'];
  if (typeof id !== 'number') return false;
  const key = `${kind}:${id}`;
  const ended = hasEnded(message);
  if (ended) progress.delete(key);
  else progress.set(key, readProgress(message));
  listeners.forEach((listener) => listener());
  return ended;
}

/** After a lost connection nobody knows how far anything is. */
export function forgetProgress(): void {
  progress.clear();
  listeners.forEach((listener) => listener());
}

export function useProgress(kind: Refreshable, id: number): Progress | null {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => progress.get(`${kind}:${id}`) ?? null, [kind, id]),
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// 100 % of the download is not the end: parsing follows. Only a final status ends a refresh.
function hasEnded({ status }: LiveMessage): boolean {
  return typeof status === 'string' && FINAL.includes(status);
}

function readProgress(message: LiveMessage): Progress {
  const { action, progress: percent, message: text } = message;
  return {
    action: typeof action === 'string' ? action : 'refreshing',
    percent: typeof percent === 'number' ? Math.min(100, Math.max(0, percent)) : null,
    message: typeof text === 'string' && text !== '' ? text : null,
  };
}
