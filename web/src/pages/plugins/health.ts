/** How a plugin is doing, in one word and a colour. No React. */
import type { Plugin } from '../../api/types';

export interface Health {
  label: string;
  color: 'gray' | 'blue' | 'green' | 'red' | 'yellow';
}

export function healthOf(plugin: Plugin): Health {
  if (plugin.missing) return { label: 'Folder missing', color: 'red' };
  if (!plugin.enabled) return { label: 'Disabled', color: 'gray' };
  if (asksForMore(plugin)) return { label: 'Waits for consent', color: 'yellow' };
  if (plugin.state === 'crashed') return { label: 'Crashed', color: 'red' };
  if (plugin.load_error) return { label: 'Not loaded', color: 'red' };
  if (plugin.state === 'starting') return { label: 'Starting', color: 'blue' };
  if (plugin.state === 'running') return { label: 'Running', color: 'green' };
  // Enabled and stopped: its process is started again by the next call.
  return plugin.loaded
    ? { label: 'Enabled', color: 'green' }
    : { label: 'Not loaded', color: 'yellow' };
}

export function hasFailed(plugin: Plugin): boolean {
  return healthOf(plugin).color === 'red';
}

/** Somebody should look at it: it failed, its description has faults, or it waits for an answer. */
export function needsAttention(plugin: Plugin): boolean {
  return (
    hasFailed(plugin) ||
    plugin.problems.length > 0 ||
    plugin.reload_offered ||
    asksForMore(plugin) ||
    // Switched off it may be as broken as it likes, but not while it is meant to run.
    (plugin.enabled && healthOf(plugin).color === 'yellow')
  );
}

/** It was trusted once, and now says that it needs something else besides. */
export function asksForMore(plugin: Plugin): boolean {
  return plugin.needs_trust && plugin.ever_enabled && plugin.new_capabilities.length > 0;
}
