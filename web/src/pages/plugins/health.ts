/** How a plugin is doing, in one word and a colour. No React. */
import type { Plugin } from '../../api/types';

export interface Health {
  label: string;
  color: 'gray' | 'blue' | 'green' | 'red' | 'yellow';
}

export function healthOf(plugin: Plugin): Health {
  if (plugin.missing) return { label: 'Folder missing', color: 'red' };
  if (!plugin.enabled) return { label: 'Disabled', color: 'gray' };
  if (plugin.state === 'crashed') return { label: 'Crashed', color: 'red' };
  if (plugin.load_error) return { label: 'Not loaded', color: 'red' };
  if (plugin.state === 'starting') return { label: 'Starting', color: 'blue' };
  if (plugin.state === 'running') return { label: 'Running', color: 'green' };
  // Enabled and stopped: its process is started again by the next call.
  return plugin.loaded
    ? { label: 'Enabled', color: 'green' }
    : { label: 'Not loaded', color: 'yellow' };
}

export function needsAttention(plugin: Plugin): boolean {
  return healthOf(plugin).color === 'red';
}
