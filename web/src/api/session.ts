/**
 * Who is signed in in this browser: the two tokens, kept in local storage so that every tab has them.
 *
 * Knows nothing of HTTP; `client.ts` decides when a token is used, renewed or given up.
 */
import { useSyncExternalStore } from 'react';
import type { Tokens } from './types';

const STORAGE_KEY = 'pluggarr.session';

const listeners = new Set<() => void>();
let tokens = read();

function read(): Tokens | null {
  const text = localStorage.getItem(STORAGE_KEY);
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Tokens> | null;
    if (typeof value?.access === 'string' && typeof value.refresh === 'string') {
      return { access: value.access, refresh: value.refresh };
    }
  } catch {
    // Somebody else's value under our key: treat the browser as signed out.
  }
  return null;
}

// Signing in or out in one tab does so in all of them.
window.addEventListener('storage', (event) => {
  if (event.key === STORAGE_KEY || event.key === null) {
    tokens = read();
    listeners.forEach((listener) => listener());
  }
});

export function currentTokens(): Tokens | null {
  return tokens;
}

export function storeTokens(next: Tokens | null): void {
  tokens = next;
  if (next === null) localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  listeners.forEach((listener) => listener());
}

export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useIsSignedIn(): boolean {
  return useSyncExternalStore(subscribeToSession, () => tokens !== null);
}
