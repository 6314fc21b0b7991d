/** What has run, what runs by the clock, and what happened on the server. */
import { Badge, Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { useIsAdmin } from '../../api/account';
import { useOpenRuns } from '../../api/runs';
import { PageHeader } from '../../ui/PageHeader';
import { Loading } from '../../ui/states';
import { OnlyAdmins } from './OnlyAdmins';
import { RunList } from './RunList';

const ScheduleList = lazy(async () => ({
  default: (await import('../../runs/schedules/ScheduleList')).ScheduleList,
}));
const EventsPanel = lazy(async () => ({
  default: (await import('./EventsPanel')).EventsPanel,
}));

const TABS = [
  { id: 'runs', label: 'Runs' },
  { id: 'schedules', label: 'Schedules' },
  { id: 'events', label: 'Events' },
];

export function RunsPage() {
  const [query, setQuery] = useSearchParams();
  const isAdmin = useIsAdmin();
  const open = useOpenRuns().data?.length ?? 0;
  const shown = TABS.find(({ id }) => id === query.get('tab')) ?? TABS[0];
  return (
    <>
      <PageHeader
        title="Runs"
        aside={open > 0 && <Badge variant="light">{open} under way</Badge>}
      />
      {!isAdmin ? (
        <OnlyAdmins />
      ) : (
        <Tabs
          value={shown?.id ?? null}
          onChange={(id) => setQuery(id === null || id === 'runs' ? {} : { tab: id })}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {TABS.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id} h={44}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="runs">
            <RunList />
          </Tabs.Panel>
          <Tabs.Panel value="schedules">
            <Suspense fallback={<Loading what="the schedules" rows={2} />}>
              <ScheduleList />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="events">
            <Suspense fallback={<Loading what="the events" />}>
              <EventsPanel />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}
