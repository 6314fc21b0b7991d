/** Which event was told to which action, and what came of it. */
import { Anchor, Badge, Box, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useDeliveries } from '../../api/plugin-runs';
import type { Delivery } from '../../api/run-types';
import { Failure, Loading } from '../../ui/states';
import { dateAndTime, duration } from '../../ui/time';
import { runPath } from '../run-path';
import { outcomeInWords, TONE_COLORS } from '../words';

interface Props {
  /** Of all plugins without it. */
  plugin?: string;
  pageSize?: number;
}

export function Deliveries({ plugin, pageSize = 25 }: Props) {
  const [page, setPage] = useState(1);
  const deliveries = useDeliveries({ plugin: plugin ?? '', page, pageSize });
  if (deliveries.isPending) return <Loading what="the deliveries" rows={2} />;
  if (deliveries.data === undefined) {
    return (
      <Failure
        what="the deliveries"
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
      />
    );
  }
  const { results, count } = deliveries.data;
  if (count === 0) {
    return (
      <Text size="sm" c="dimmed">
        No event was told to {plugin === undefined ? 'a plugin' : 'it'} yet.
      </Text>
    );
  }
  return (
    <>
      <Table verticalSpacing={6} withTableBorder aria-label="Deliveries">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={190} visibleFrom="sm">
              When
            </Table.Th>
            <Table.Th>Event and action</Table.Th>
            <Table.Th>What came of it</Table.Th>
            <Table.Th visibleFrom="sm" w={100} ta="right">
              Took
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} withPlugin={plugin === undefined} />
          ))}
        </Table.Tbody>
      </Table>
      {count > pageSize && (
        <Group gap="xs" mt="xs">
          <Button
            size="xs"
            variant="default"
            disabled={page === 1}
            onClick={() => setPage(page - 1)}
          >
            Later
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={page * pageSize >= count}
            onClick={() => setPage(page + 1)}
          >
            Earlier
          </Button>
          <Text size="sm" c="dimmed">
            Page {page} of {Math.ceil(count / pageSize).toLocaleString()}
          </Text>
        </Group>
      )}
    </>
  );
}

function Row({ delivery, withPlugin }: { delivery: Delivery; withPlugin: boolean }) {
  const { at, event, plugin, action, run_id: runId, detail, duration_ms: ms, slow } = delivery;
  const when =
    runId === null ? (
      <Text size="sm">{dateAndTime(at)}</Text>
    ) : (
      <Anchor component={Link} to={runPath(runId)} size="sm">
        {dateAndTime(at)}
      </Anchor>
    );
  return (
    <Table.Tr>
      <Table.Td visibleFrom="sm">{when}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">{event}</Text>
        <Text size="xs" c="dimmed">
          {withPlugin ? `${plugin}: ${action}` : action}
        </Text>
        <Box hiddenFrom="sm">{when}</Box>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Group gap={6}>
          <Status delivery={delivery} />
          {slow && (
            <Badge color="yellow" variant="light" style={{ flex: 'none' }}>
              Slow
            </Badge>
          )}
        </Group>
        {detail !== null && (
          <Text size="xs" c="dimmed">
            {detail}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="right">
        <Text size="sm">{ms !== null && duration(ms)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

function Status({ delivery: { status, outcome } }: { delivery: Delivery }) {
  const { label, tone } =
    status === 'delivered'
      ? outcome === null
        ? ({ label: 'Told', tone: 'running' } as const)
        : outcomeInWords(outcome)
      : ({ label: status === 'skipped' ? 'Skipped' : 'Dropped', tone: 'warning' } as const);
  return (
    <Badge color={TONE_COLORS[tone]} variant="light" style={{ flex: 'none' }}>
      {label}
    </Badge>
  );
}
