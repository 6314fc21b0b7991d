/** A channel's logo, or its initial where there is none or it does not load. */
import { Avatar } from '@mantine/core';
import type { Channel } from '../../api/types';

export function ChannelLogo({ channel }: { channel: Channel }) {
  const source = channel.logo_id === null ? null : `/api/channels/logos/${channel.logo_id}/cache/`;
  return (
    <Avatar
      src={source}
      alt=""
      size={32}
      radius="sm"
      aria-hidden
      imageProps={{ loading: 'lazy', style: { objectFit: 'contain' } }}
    >
      {(channel.name.trim()[0] ?? '?').toUpperCase()}
    </Avatar>
  );
}
