/** Everything about one run: what it was given, how far it is, what it said, how it ended. */
import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/error';
import { useRun } from '../../api/runs';
import type { RunDetail } from '../../api/run-types';
import { LogView } from '../../runs/log/LogView';
import { CancelButton } from '../../runs/CancelButton';
import { RunProgress } from '../../runs/RunProgress';
import { RunResult } from '../../runs/RunResult';
import { StateBadge } from '../../runs/StateBadge';
import { isOpen, startInWords } from '../../runs/words';
import { PageHeader } from '../../ui/PageHeader';
import { Empty, Failure, Loading } from '../../ui/states';
import { dateAndTime } from '../../ui/time';
import { pluginPath } from '../plugins/plugin-path';
import { OnlyAdmins } from './OnlyAdmins';
import { RunAgain } from './RunAgain';
import { RunFacts } from './RunFacts';
import { RunInput } from './RunInput';

export function RunPage() {
  const { id = '' } = useParams();
  const run = useRun(id);
  if (run.isPending) return <Loading what="the run" />;
  if (run.data === undefined) {
    const status = run.error instanceof ApiError ? run.error.status : 0;
    if (status === 404) return <NoSuchRun />;
    if (status === 403) return <OnlyAdmins />;
    return <Failure what="the run" error={run.error} onRetry={() => void run.refetch()} />;
  }
  return <OneRun key={id} run={run.data} />;
}

function OneRun({ run }: { run: RunDetail }) {
  const label = run.action_label || run.action;
  const open = isOpen(run);
  return (
    <>
      <PageHeader title={label} mb={4} aside={<StateBadge run={run} />}>
        {open ? <CancelButton run={run} size="sm" /> : <RunAgain run={run} />}
      </PageHeader>
      <Text size="sm" c="dimmed" mb="md">
        <Anchor component={Link} to={pluginPath(run.plugin)} inherit underline="always">
          {run.plugin_name || run.plugin}
        </Anchor>{' '}
        · started {startInWords(run)} · {dateAndTime(run.queued_at)}
      </Text>
      <Stack gap="md">
        <div>
          {open && (
            <Paper withBorder p="md">
              <RunProgress run={run} />
            </Paper>
          )}
          <div role="status" aria-live="polite">
            {!open && <RunResult run={run} />}
          </div>
        </div>
        {run.background && !open && (
          <Text size="sm">
            It has ended, and what it started goes on: see{' '}
            <Anchor component={Link} to={pluginPath(run.plugin)} inherit underline="always">
              what the plugin does now
            </Anchor>
            .
          </Text>
        )}
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="xs">
            Log
          </Title>
          <LogView
            of={{ run_id: run.id }}
            label={`Log of ${label}`}
            fileName={`${run.plugin}-${run.action}-${run.id}.log`}
            isLive={open || run.background}
          />
        </Paper>
        <RunFacts run={run} />
        <RunInput run={run} />
      </Stack>
    </>
  );
}

function NoSuchRun() {
  return (
    <Empty icon={<IconMapQuestion size={40} aria-hidden />} title="There is no such run">
      <span>Old runs are forgotten after a while, with their logs.</span>
      <Anchor component={Link} to="/runs">
        Go to the runs
      </Anchor>
    </Empty>
  );
}
