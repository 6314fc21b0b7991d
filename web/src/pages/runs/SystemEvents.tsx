/** The server's own record of what happened: channels started, accounts refreshed, people signed in. */
import { Button, Group, Select, Table, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useSystemEvents } from '../../api/plugin-runs';
import type { SystemEvent } from '../../api/run-types';
import { JsonTree } from '../../runs/result/JsonTree';
import { isObject, scalarText } from '../../runs/result/shape';
import { Empty, Failure, Loading } from '../../ui/states';
import { dateAndTime } from '../../ui/time';

const AT_ONCE = 25;

export function SystemEvents() {
  const [offset, setOffset] = useState(0);
  const [type, setType] = useState('');
  const events = useSystemEvents({ limit: AT_ONCE, offset, type });
  const rows = events.data?.events ?? [];
  const total = events.data?.total ?? 0;
  const types = [...new Set([...rows.map(({ event_type }) => event_type), type])].filter(Boolean);

  if (events.isPending) return <Loading what="the events" />;
  if (events.data === undefined) {
    return <Failure what="the events" error={events.error} onRetry={() => void events.refetch()} />;
  }
  if (total === 0 && type === '') {
    return <Empty icon={<IconBell size={40} aria-hidden />} title="Nothing has happened yet" />;
  }
  return (
    <>
      <Select
        aria-label="Kind of event"
        placeholder="All events"
        clearable
        clearButtonProps={{ 'aria-label': 'All events' }}
        data={types.sort()}
        value={type === '' ? null : type}
        w={260}
        mb="xs"
        onChange={(next) => {
          setType(next ?? '');
          setOffset(0);
        }}
      />
      <Table verticalSpacing={6} withTableBorder aria-label="System events">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={190}>When</Table.Th>
            <Table.Th miw={150}>Event</Table.Th>
            <Table.Th visibleFrom="sm">Details</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </Table.Tbody>
      </Table>
      {total > AT_ONCE && (
        <Group gap="xs" mt="xs">
          <Button
            size="xs"
            variant="default"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - AT_ONCE))}
          >
            Later
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={offset + AT_ONCE >= total}
            onClick={() => setOffset(offset + AT_ONCE)}
          >
            Earlier
          </Button>
          <Text size="sm" c="dimmed">
            {offset + 1} to {Math.min(offset + AT_ONCE, total)} of {total.toLocaleString()}
          </Text>
        </Group>
      )}
    </>
  );
}

function Row({ event }: { event: SystemEvent }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{dateAndTime(event.timestamp)}</Text>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {event.event_type}
        </Text>
        {event.channel_name !== null && (
          <Text size="xs" c="dimmed">
            {event.channel_name}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
        <Details of={event} />
      </Table.Td>
    </Table.Tr>
  );
}

const SHORT = 4;

function Details({ of: { details } }: { of: SystemEvent }) {
  if (!isObject(details)) return <Text size="sm">{scalarText(details)}</Text>;
  const entries = Object.entries(details);
  const isShort =
    entries.length <= SHORT && entries.every(([, value]) => typeof value !== 'object');
  if (!isShort) return <JsonTree value={details} />;
  return (
    <Text size="sm">
      {entries.map(([key, value]) => `${key}: ${scalarText(value)}`).join(' · ')}
    </Text>
  );
}
