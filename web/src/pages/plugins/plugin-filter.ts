/** Which plugins the page shows, and in which order. No React. */
import type { Plugin } from '../../api/types';
import { hasFailed, needsAttention } from './health';

export const FILTERS = ['All', 'Enabled', 'Disabled', 'Needs attention'] as const;
export type Filter = (typeof FILTERS)[number];

const PASSES: Record<Filter, (plugin: Plugin) => boolean> = {
  All: () => true,
  Enabled: (plugin) => plugin.enabled,
  Disabled: (plugin) => !plugin.enabled,
  'Needs attention': needsAttention,
};

export function countByFilter(plugins: Plugin[]): Record<Filter, number> {
  const count = (filter: Filter) => plugins.filter(PASSES[filter]).length;
  return {
    All: plugins.length,
    Enabled: count('Enabled'),
    Disabled: count('Disabled'),
    'Needs attention': count('Needs attention'),
  };
}

/** What has failed comes first, the rest by name. */
export function findPlugins(plugins: Plugin[], filter: Filter, search: string): Plugin[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return plugins
    .filter(PASSES[filter])
    .filter((plugin) => {
      const text = textOf(plugin);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(hasFailed(b)) - Number(hasFailed(a)) || byName.compare(a.name, b.name));
}

// One collator for all comparisons: `localeCompare` makes one for each, which a thousand plugins feel.
const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** A listing is the same object until it changes, and is searched at every key press. */
const texts = new WeakMap<Plugin, string>();

function textOf(plugin: Plugin): string {
  const known = texts.get(plugin);
  if (known !== undefined) return known;
  const { name, key, folder, author, description, actions, fields } = plugin;
  const parts = [name, key, folder, author, description];
  for (const action of actions) parts.push(action.label, action.button_label ?? '');
  for (const field of fields) parts.push(field.label ?? '');
  const text = parts.join(' ').toLowerCase();
  texts.set(plugin, text);
  return text;
}
