/** A plugin's logo, or its initial where there is none or it does not load. */
import { Avatar } from '@mantine/core';
import type { Plugin } from '../../api/types';

export function PluginLogo({ plugin, size = 48 }: { plugin: Plugin; size?: number }) {
  return (
    <Avatar src={plugin.logo_url} alt="" size={size} radius="md" color="indigo" aria-hidden>
      {(plugin.name.trim()[0] ?? '?').toUpperCase()}
    </Avatar>
  );
}
