/**
 * What this tab knows of each action beyond what runs on the server: that it is being started, that it
 * could not be, and which run's result waits to be dismissed. It outlives the page.
 */
import { useCallback, useSyncExternalStore } from 'react';
import { ApiError, messageOf } from '../api/error';
import { startRun } from '../api/runs';
import type { Json } from '../api/types';

export interface ActionState {
  isStarting: boolean;
  /** The run whose progress and result are shown. */
  runId: string | null;
  /** Why it was not started. */
  problem: ApiError | null;
}

const NOTHING: ActionState = { isStarting: false, runId: null, problem: null };

const states = new Map<string, ActionState>();
const listeners = new Set<() => void>();

const idOf = (plugin: string, action: string) => `${plugin}\n${action}`;

function change(id: string, changes: Partial<ActionState>) {
  states.set(id, { ...(states.get(id) ?? NOTHING), ...changes });
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useActionState(plugin: string, action: string): ActionState {
  const id = idOf(plugin, action);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => states.get(id) ?? NOTHING, [id]),
  );
}

/** Saves what was typed by `flush` and starts the action. Never rejects. */
export async function startAction(
  plugin: string,
  action: string,
  params: Record<string, Json>,
  flush: () => Promise<void>,
): Promise<void> {
  const id = idOf(plugin, action);
  if (states.get(id)?.isStarting === true) return;
  change(id, { isStarting: true, runId: null, problem: null });
  try {
    await flush().catch((error: unknown) => {
      throw new ApiError(
        `Not run, because the settings could not be saved: ${messageOf(error)}`,
        0,
      );
    });
    const { run_id } = await startRun(plugin, action, params).catch(explainLostConnection);
    change(id, { isStarting: false, runId: run_id });
  } catch (error) {
    const problem = error instanceof ApiError ? error : new ApiError(messageOf(error), 0);
    change(id, { isStarting: false, problem });
  }
}

/** Shows a run that was started elsewhere, unless a later one is shown. */
export function followRun(plugin: string, action: string, runId: string): void {
  const id = idOf(plugin, action);
  const shown = states.get(id)?.runId ?? '';
  // Ids are in the order of time.
  if (shown < runId) change(id, { runId });
}

export function dismissResult(plugin: string, action: string): void {
  change(idOf(plugin, action), { runId: null });
}

export function dismissProblem(plugin: string, action: string): void {
  change(idOf(plugin, action), { problem: null });
}

export function forgetResults(): void {
  states.clear();
  listeners.forEach((listener) => listener());
}

// Without an answer nobody knows whether it was started: claiming a failure would invite a second run.
function explainLostConnection(error: unknown): never {
  if (error instanceof ApiError && error.status === 0) {
    throw new ApiError(`${error.message}. The action may still be running on the server.`, 0);
  }
  throw error;
}
