/** A schedule that a plugin or the host keeps in celery beat's tables: told, and changed only by who made it. */
import { Badge, Code, Group, Paper, Text } from '@mantine/core';
import type { BeatSchedule } from '../../api/run-types';
import { dateAndTime } from '../../ui/time';
import { Missed } from './Missed';
import { whenInWords } from './when';

export function BeatItem({ schedule }: { schedule: BeatSchedule }) {
  const { name, task, plugin, enabled, next_at, last_at, total_run_count } = schedule;
  return (
    <Paper component="li" withBorder p="sm" data-schedule={name}>
      <Group gap="xs">
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Badge variant="default" size="sm">
          {plugin === null ? 'Pluggarr’s own' : `made by ${plugin}`}
        </Badge>
        {!enabled && (
          <Badge variant="light" color="gray" size="sm">
            Off
          </Badge>
        )}
      </Group>
      <Text size="sm">
        Runs {whenInWords(schedule)}
        {schedule.timezone !== null && ` (${schedule.timezone})`}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {enabled && next_at !== null && `Next: ${dateAndTime(next_at)} · `}
        Last: {dateAndTime(last_at)} · ran {total_run_count.toLocaleString()} times · task{' '}
        <Code>{task}</Code>
      </Text>
      <Missed missed={schedule.missed} />
    </Paper>
  );
}
