/** A plugin's logo, or its initial where there is none or it does not load. */
import { Avatar } from '@mantine/core';
import type { Plugin } from '../../api/types';

export function PluginLogo({ plugin, size = 48 }: { plugin: Plugin; size?: number }) {
  return (
    <Avatar
      src={sameOrigin(plugin.logo_url)}
      alt=""
      size={size}
      radius="md"
      color="indigo"
      aria-hidden
    >
      {(plugin.name.trim()[0] ?? '?').toUpperCase()}
    </Avatar>
  );
}

/**
 * The server writes the address it believes to have; behind a proxy, or seen from another machine, only
 * the path of it holds.
 */
function sameOrigin(logoUrl: string | null | undefined): string | null {
  if (!logoUrl) return null;
  const path = /^https?:\/\/[^/]+(\/api\/.*)$/i.exec(logoUrl)?.[1];
  return path ?? logoUrl;
}
