/** What can be done with an action besides running it now. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconClockPlay, IconDots, IconHistory, IconHourglass } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useSeesRuns } from '../api/account';
import type { Action, Plugin } from '../api/types';
import { runsPath } from '../runs/run-path';

const ScheduleDialog = lazy(async () => ({
  default: (await import('../runs/schedules/ScheduleDialog')).ScheduleDialog,
}));
const LimitDialog = lazy(async () => ({
  default: (await import('../runs/plugin/LimitDialog')).LimitDialog,
}));

export function ActionMenu({ plugin, action }: { plugin: Plugin; action: Action }) {
  const seesRuns = useSeesRuns();
  const [open, setOpen] = useState<'schedule' | 'limit' | null>(null);
  if (!seesRuns) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`More about ${action.label || action.id}`}
          >
            <IconDots size={18} aria-hidden color="var(--mantine-color-text)" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={runsPath({ plugin: plugin.key, action: action.id })}
            leftSection={<IconHistory size={16} aria-hidden />}
          >
            Its runs
          </Menu.Item>
          <Menu.Item
            leftSection={<IconClockPlay size={16} aria-hidden />}
            onClick={() => setOpen('schedule')}
          >
            Schedule…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconHourglass size={16} aria-hidden />}
            onClick={() => setOpen('limit')}
          >
            Time limit…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {open === 'schedule' && (
          <ScheduleDialog plugin={plugin} action={action.id} onClose={close} />
        )}
        {open === 'limit' && <LimitDialog plugin={plugin} action={action} onClose={close} />}
      </Suspense>
    </>
  );
}
