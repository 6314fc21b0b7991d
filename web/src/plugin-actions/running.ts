/**
 * The actions started in this tab, and how they ended. They outlive the page that started them, so that
 * a result waits until it is dismissed. Knows nothing of runs started elsewhere.
 */
import { useCallback, useSyncExternalStore } from 'react';
import { ApiError, messageOf } from '../api/error';
import { runAction } from '../api/plugins';
import type { Json } from '../api/types';

export type ActionState =
  | { kind: 'running'; startedAt: number }
  | { kind: 'answered'; result: Json; tookMs: number }
  | { kind: 'failed'; error: ApiError; tookMs: number };

const states = new Map<string, ActionState>();
const listeners = new Set<() => void>();

const idOf = (plugin: string, action: string) => `${plugin}\n${action}`;

function put(id: string, state: ActionState | null) {
  if (state === null) states.delete(id);
  else states.set(id, state);
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useActionState(plugin: string, action: string): ActionState | null {
  const id = idOf(plugin, action);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => states.get(id) ?? null, [id]),
  );
}

/** Saves what was typed by `flush`, runs the action and keeps its end. Never rejects. */
export async function startAction(
  plugin: string,
  action: string,
  params: Record<string, Json>,
  flush: () => Promise<void>,
): Promise<void> {
  const id = idOf(plugin, action);
  if (states.get(id)?.kind === 'running') return;
  const startedAt = Date.now();
  put(id, { kind: 'running', startedAt });
  try {
    await flush().catch((error: unknown) => {
      throw new ApiError(
        `Not run, because the settings could not be saved: ${messageOf(error)}`,
        0,
      );
    });
    const { result } = await runAction(plugin, action, params).catch(explainLostConnection);
    put(id, { kind: 'answered', result, tookMs: Date.now() - startedAt });
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(messageOf(error), 0);
    put(id, { kind: 'failed', error: known, tookMs: Date.now() - startedAt });
  }
}

export function dismissResult(plugin: string, action: string): void {
  put(idOf(plugin, action), null);
}

export function forgetResults(): void {
  states.clear();
  listeners.forEach((listener) => listener());
}

// Without an answer nobody knows how the action ended: claiming a failure would invite a second run.
function explainLostConnection(error: unknown): never {
  if (error instanceof ApiError && error.status === 0) {
    throw new ApiError(`${error.message}. The action may still be running on the server.`, 0);
  }
  throw error;
}
