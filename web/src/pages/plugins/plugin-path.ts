/** Where a plugin's settings and actions are found. */
import type { Plugin } from '../../api/types';

/** Plugins with `navigation` have a page of their own; the others an item of the Settings accordion. */
export function pluginPath({ key, navigation }: Plugin): string {
  const name = encodeURIComponent(key);
  return navigation ? `/plugin/${name}` : `/settings#${name}`;
}
