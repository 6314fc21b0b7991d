/** When a schedule was due in vain, and why. */
import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ScheduleMiss } from '../../api/run-types';
import { counted } from '../../ui/counted';
import { dateAndTime } from '../../ui/time';
import classes from './schedules.module.css';

const SHOWN = 12;

export function Missed({ missed }: { missed: ScheduleMiss[] }) {
  if (missed.length === 0) return null;
  const total = missed.reduce((sum, { count }) => sum + count, 0);
  return (
    <details>
      <summary>
        <Group gap={6} display="inline-flex">
          <IconAlertTriangle size={16} aria-hidden color="var(--mantine-color-yellow-7)" />
          <Text span size="sm">
            {counted(total, 'run')} missed
          </Text>
        </Group>
      </summary>
      <ul className={classes.missed}>
        {missed.slice(0, SHOWN).map((miss, index) => (
          <li key={index}>
            {dateAndTime(miss.due_at)}
            {miss.count > 1 && `, ${miss.count} times`}: {miss.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
