/** A plugin's last runs, and the events that start some of them. */
import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useRunPage } from '../../api/runs';
import type { Plugin } from '../../api/types';
import { Failure, Loading } from '../../ui/states';
import { runsPath } from '../run-path';
import { RunsTable } from '../RunsTable';
import { Handlers } from './Handlers';

const SHOWN = 10;

export function PluginRuns({ plugin }: { plugin: Plugin }) {
  const runs = useRunPage({ plugin: plugin.key, pageSize: SHOWN });
  const total = runs.data?.count ?? 0;
  return (
    <Stack gap="xl">
      <section aria-label="Last runs">
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4">
            Last runs
          </Title>
          {total > 0 && (
            <Anchor component={Link} to={runsPath({ plugin: plugin.key })} size="sm">
              All {total.toLocaleString()} runs of {plugin.name}
            </Anchor>
          )}
        </Group>
        {runs.isPending && <Loading what="the runs" />}
        {runs.isError && runs.data === undefined && (
          <Failure what="the runs" error={runs.error} onRetry={() => void runs.refetch()} />
        )}
        {runs.data !== undefined && total === 0 && (
          <Text size="sm" c="dimmed">
            Nothing of it has run yet.
          </Text>
        )}
        {runs.data !== undefined && total > 0 && (
          <RunsTable runs={runs.data.results} label="Last runs" withPlugin={false} />
        )}
      </section>
      <Handlers plugin={plugin} />
    </Stack>
  );
}
