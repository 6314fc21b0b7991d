/** Schedules of one plugin, or of all: those made here, and those that plugins have put into celery beat. */
import { Stack } from '@mantine/core';
import { IconClockPlay } from '@tabler/icons-react';
import { useSchedules } from '../../api/schedules';
import { Empty, Failure, Loading } from '../../ui/states';
import { BeatItem } from './BeatItem';
import { ScheduleItem } from './ScheduleItem';
import classes from './schedules.module.css';

interface Props {
  /** Of all plugins without it. */
  plugin?: string;
}

export function ScheduleList({ plugin }: Props) {
  const schedules = useSchedules(plugin);
  if (schedules.data === undefined) {
    return schedules.isError ? (
      <Failure
        what="the schedules"
        error={schedules.error}
        onRetry={() => void schedules.refetch()}
      />
    ) : (
      <Loading what="the schedules" rows={2} />
    );
  }
  if (schedules.data.length === 0) {
    return (
      <Empty icon={<IconClockPlay size={40} aria-hidden />} title="Nothing runs by the clock">
        <span>
          {plugin === undefined
            ? 'Schedules are added on the page of a plugin.'
            : 'Any action can: at a time of the day, on days of the week, or every few minutes or hours.'}
        </span>
      </Empty>
    );
  }
  return (
    <Stack gap="sm" component="ul" className={classes.list} aria-label="Schedules">
      {schedules.data.map((schedule, index) =>
        schedule.source === 'host' ? (
          <ScheduleItem key={schedule.id} schedule={schedule} withPlugin={plugin === undefined} />
        ) : (
          <BeatItem key={`beat ${index}`} schedule={schedule} />
        ),
      )}
    </Stack>
  );
}
