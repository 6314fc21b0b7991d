/** The address of a plugin's own page, which every plugin has. */
export function pluginPath(key: string, tab?: string): string {
  const path = `/plugin/${encodeURIComponent(key)}`;
  return tab === undefined ? path : `${path}?tab=${tab}`;
}
