/** Runs in a table; on a narrow screen only what tells them apart stays. */
import { Anchor, Box, Progress, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Run } from '../api/run-types';
import { Elapsed } from '../ui/Elapsed';
import { dateAndTime, duration } from '../ui/time';
import { momentOf } from './progress';
import { runPath } from './run-path';
import { StateBadge } from './StateBadge';
import { endInWords, isOpen, startInWords } from './words';

interface Props {
  runs: Run[];
  label: string;
  /** Where they are not all of one plugin. */
  withPlugin?: boolean;
}

export function RunsTable({ runs, label, withPlugin = true }: Props) {
  return (
    <Table verticalSpacing={6} highlightOnHover withTableBorder aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={130} visibleFrom="sm">
            State
          </Table.Th>
          <Table.Th>Action</Table.Th>
          <Table.Th visibleFrom="md">What came of it</Table.Th>
          <Table.Th visibleFrom="sm" w={190}>
            Started
          </Table.Th>
          <Table.Th w={90} ta="right">
            Took
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} withPlugin={withPlugin} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ run, withPlugin }: { run: Run; withPlugin: boolean }) {
  return (
    <Table.Tr data-run={run.id} data-status={run.status}>
      <Table.Td visibleFrom="sm">
        <StateBadge run={run} />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} to={runPath(run.id)} size="sm" fw={600}>
          {run.action_label || run.action}
        </Anchor>
        {withPlugin && (
          <Text size="xs" c="dimmed">
            {run.plugin_name || run.plugin}
          </Text>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="sm" mb={4}>
          {dateAndTime(run.queued_at)}, {startInWords(run)}
        </Text>
        <Box hiddenFrom="sm">
          <StateBadge run={run} />
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="md" style={{ overflowWrap: 'anywhere' }}>
        <Came run={run} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">{dateAndTime(run.queued_at)}</Text>
        <Text size="xs" c="dimmed">
          {startInWords(run)}
        </Text>
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        <Text size="sm">
          {isOpen(run) ? (
            <Elapsed since={momentOf(run.started_at ?? run.queued_at)} />
          ) : (
            run.duration_ms !== null && duration(run.duration_ms)
          )}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function Came({ run }: { run: Run }) {
  const { progress } = run;
  if (isOpen(run)) {
    return (
      <>
        {progress?.percent !== null && progress?.percent !== undefined && (
          <Progress
            value={progress.percent}
            size="sm"
            mb={4}
            aria-label={`Progress of ${run.action_label || run.action}`}
          />
        )}
        <Text size="sm" c="dimmed" lineClamp={1}>
          {progress?.message}
        </Text>
      </>
    );
  }
  return (
    <Text size="sm" c="dimmed" lineClamp={2}>
      {run.error ?? endInWords(run) ?? run.message}
    </Text>
  );
}
