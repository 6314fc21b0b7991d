/** What of a plugin runs by the clock, and a way to add to it. */
import { Button, Group, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Plugin } from '../../api/types';
import { ScheduleDialog } from '../schedules/ScheduleDialog';
import { ScheduleList } from '../schedules/ScheduleList';

export function PluginSchedules({ plugin }: { plugin: Plugin }) {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          Schedules
        </Title>
        {plugin.actions.length > 0 && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            Add a schedule
          </Button>
        )}
      </Group>
      <ScheduleList plugin={plugin.key} />
      {isAdding && <ScheduleDialog plugin={plugin} onClose={() => setIsAdding(false)} />}
    </>
  );
}
