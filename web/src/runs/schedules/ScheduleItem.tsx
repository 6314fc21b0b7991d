/** One schedule: what, when, how it has been going, and what can be done with it. */
import { Anchor, Button, Group, Paper, Switch, Text } from '@mantine/core';
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ApiError } from '../../api/error';
import { usePlugins } from '../../api/plugins';
import { useChangeSchedule, useDeleteSchedule, useRunSchedule } from '../../api/schedules';
import type { HostSchedule } from '../../api/run-types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { counted } from '../../ui/counted';
import { dateAndTime } from '../../ui/time';
import { toastFailure } from '../../ui/toast';
import { runPath } from '../run-path';
import { StateBadge } from '../StateBadge';
import { Missed } from './Missed';
import { browserZone, whenInWords } from './when';

interface Props {
  schedule: HostSchedule;
  withPlugin: boolean;
}

export function ScheduleItem({ schedule, withPlugin }: Props) {
  const change = useChangeSchedule();
  const runNow = useRunSchedule();
  const remove = useDeleteSchedule();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const plugin = usePlugins().data?.find(({ key }) => key === schedule.plugin);
  const action = plugin?.actions.find(({ id }) => id === schedule.action);
  const label = action?.label || schedule.action;
  const when = whenInWords(schedule);
  const params = Object.keys(schedule.params).length;

  const start = () =>
    runNow.mutate(schedule.id, {
      onSuccess: ({ run_id }) => void navigate(runPath(run_id)),
      onError: (error) => {
        const running = error instanceof ApiError ? error.answer['run_id'] : undefined;
        if (typeof running === 'string') void navigate(runPath(running));
        else toastFailure(`Could not run ${label}`, error);
      },
    });
  return (
    <Paper component="li" withBorder p="sm" data-schedule={schedule.id}>
      <Group justify="space-between" gap="xs">
        <div style={{ flex: '1 1 14rem', minWidth: 0 }}>
          <Text fw={600} size="sm">
            {label}
            {withPlugin && ` · ${plugin?.name ?? schedule.plugin}`}
          </Text>
          <Text size="sm">
            Runs {when}
            {schedule.every_seconds === null && ` (${schedule.timezone})`}
            {params > 0 && `, with ${counted(params, 'parameter')}`}
          </Text>
          <Text size="sm" c="dimmed">
            {schedule.enabled ? `Next: ${dateAndTime(schedule.next_at)}` : 'Switched off'}
            {schedule.enabled &&
              schedule.timezone !== browserZone() &&
              schedule.next_at !== null &&
              ' by your clock'}
            {schedule.created_by !== null && ` · made by ${schedule.created_by}`}
          </Text>
        </div>
        <Group gap={6}>
          <Switch
            checked={schedule.enabled}
            disabled={change.isPending}
            aria-label={`Run ${label} ${when}`}
            onChange={(event) =>
              change.mutate(
                { id: schedule.id, enabled: event.currentTarget.checked },
                { onError: (error) => toastFailure('Could not change the schedule', error) },
              )
            }
          />
          <Button
            size="xs"
            variant="default"
            loading={runNow.isPending}
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            aria-label={`Run now: ${label}`}
            onClick={start}
          >
            Run now
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            c="error"
            loading={remove.isPending}
            leftSection={<IconTrash size={14} aria-hidden />}
            aria-label={`Delete the schedule: ${label} ${when}`}
            onClick={() => setIsAsking(true)}
          >
            Delete
          </Button>
        </Group>
      </Group>
      <Last schedule={schedule} />
      <Missed missed={schedule.missed} />
      <ConfirmDialog
        opened={isAsking}
        title="Delete this schedule?"
        confirmLabel="Delete"
        color="red"
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false);
          remove.mutate(schedule.id, {
            onError: (error) => toastFailure('Could not delete the schedule', error),
          });
        }}
      >
        <Text size="sm">
          {label} will no longer run {when}. Its runs so far stay in the history.
        </Text>
      </ConfirmDialog>
    </Paper>
  );
}

function Last({ schedule: { last } }: { schedule: HostSchedule }) {
  if (last === null) return null;
  const status = last.outcome === null ? 'running' : 'finished';
  return (
    <Group gap="xs" mt={4}>
      {last.run_id === null ? (
        <Text size="sm">Last: {dateAndTime(last.at)}</Text>
      ) : (
        <Anchor component={Link} to={runPath(last.run_id)} size="sm">
          Last: {dateAndTime(last.at)}
        </Anchor>
      )}
      <StateBadge run={{ status, outcome: last.outcome }} />
    </Group>
  );
}
