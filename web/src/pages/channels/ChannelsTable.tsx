/** One page of channels; on a narrow screen only what identifies a channel stays. */
import { Group, Table, Text, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Channel, ChannelGroup } from '../../api/types';
import { ChannelLogo } from './ChannelLogo';

interface Props {
  channels: Channel[];
  groups: ChannelGroup[];
}

export function ChannelsTable({ channels, groups }: Props) {
  const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
  const groupOf = (channel: Channel) => groupNames.get(channel.channel_group_id ?? -1) ?? '';
  return (
    <Table verticalSpacing={6} highlightOnHover withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={70}>No.</Table.Th>
          <Table.Th>Name</Table.Th>
          <Table.Th visibleFrom="sm">Group</Table.Th>
          <Table.Th visibleFrom="sm">EPG</Table.Th>
          <Table.Th w={90} ta="right">
            Streams
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {channels.map((channel) => (
          <Table.Tr key={channel.id}>
            <Table.Td>{channel.channel_number ?? '–'}</Table.Td>
            <Table.Td>
              <Group gap="sm" wrap="nowrap">
                <ChannelLogo channel={channel} />
                <div>
                  <Text size="sm">{channel.name}</Text>
                  <Text size="xs" c="dimmed" hiddenFrom="sm">
                    {groupOf(channel)}
                  </Text>
                </div>
              </Group>
            </Table.Td>
            <Table.Td visibleFrom="sm">{groupOf(channel)}</Table.Td>
            <Table.Td visibleFrom="sm">
              <Guide channel={channel} />
            </Table.Td>
            <Table.Td ta="right">{channel.streams.length}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Guide({ channel }: { channel: Channel }) {
  if (channel.epg_data_id === null) {
    return (
      <Text size="sm" c="dimmed">
        {channel.tvg_id ? `${channel.tvg_id} (not in any guide)` : 'none'}
      </Text>
    );
  }
  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip label="Has a guide">
        <IconCheck size={16} role="img" aria-label="Has a guide" />
      </Tooltip>
      <Text size="sm">{channel.tvg_id}</Text>
    </Group>
  );
}
