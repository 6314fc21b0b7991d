/** The page of one plugin: how it is, its settings and actions, its runs and log, what its author says. */
import { Anchor, Code, Paper, Tabs } from '@mantine/core';
import { IconPuzzleOff } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useIsAdmin, useSeesRuns } from '../../api/account';
import { usePlugins } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { formOf } from '../../plugin-form/open-forms';
import { BackgroundBox } from '../../runs/plugin/BackgroundBox';
import { Empty, Failure, Loading } from '../../ui/states';
import { ProblemList } from '../plugins/ProblemList';
import { PythonBanner } from '../plugins/PythonBanner';
import { Warnings } from '../plugins/Warnings';
import { PluginBody } from './PluginBody';
import { PluginHeader } from './PluginHeader';

const Readme = lazy(async () => ({ default: (await import('./Readme')).Readme }));
const HistoryPanel = lazy(async () => ({
  default: (await import('../../plugin-form/HistoryPanel')).HistoryPanel,
}));

const PluginRuns = lazy(async () => ({
  default: (await import('../../runs/plugin/PluginRuns')).PluginRuns,
}));
const PluginSchedules = lazy(async () => ({
  default: (await import('../../runs/plugin/PluginSchedules')).PluginSchedules,
}));
const LogView = lazy(async () => ({
  default: (await import('../../runs/log/LogView')).LogView,
}));

export function PluginPage() {
  const { key = '' } = useParams();
  const plugins = usePlugins();
  if (plugins.isPending) return <Loading what="the plugin" />;
  if (plugins.data === undefined) {
    return (
      <Failure what="the plugin" error={plugins.error} onRetry={() => void plugins.refetch()} />
    );
  }
  const plugin = plugins.data.find((candidate) => candidate.key === key);
  if (plugin === undefined) return <PluginNotFound name={key} />;
  return (
    <>
      <PluginHeader plugin={plugin} />
      <PythonBanner />
      <Warnings plugin={plugin} withProblems={false} />
      <BackgroundBox plugin={plugin} />
      {/* Another plugin is another form, not the same one with other fields. */}
      <PluginTabs key={plugin.key} plugin={plugin} />
    </>
  );
}

interface Tab {
  id: string;
  label: string;
}

function tabsOf(plugin: Plugin, isAdmin: boolean, seesRuns: boolean): Tab[] {
  const problems = plugin.problems.length;
  const runTabs = [
    { id: 'runs', label: 'Runs' },
    { id: 'schedules', label: 'Schedules' },
    { id: 'log', label: 'Log' },
  ];
  return [
    { id: 'settings', label: 'Settings & actions' },
    ...(seesRuns ? runTabs : []),
    ...(plugin.has_readme ? [{ id: 'readme', label: 'README' }] : []),
    ...(problems > 0 ? [{ id: 'problems', label: `Problems (${problems})` }] : []),
    ...(isAdmin && plugin.fields.length > 0 ? [{ id: 'history', label: 'History' }] : []),
  ];
}

function PluginTabs({ plugin }: { plugin: Plugin }) {
  const [query, setQuery] = useSearchParams();
  const isAdmin = useIsAdmin();
  const tabs = tabsOf(plugin, isAdmin, useSeesRuns());
  const wanted = query.get('tab');
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  return (
    <Tabs
      value={shown?.id ?? null}
      onChange={(id) => setQuery(id === null || id === 'settings' ? {} : { tab: id })}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        {tabs.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id} h={44}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="settings">
        <Paper withBorder p="md">
          <PluginBody
            plugin={plugin}
            headingOrder={2}
            generalTitle={plugin.navigation ? 'General Settings' : undefined}
          />
        </Paper>
      </Tabs.Panel>
      <Tabs.Panel value="runs">
        <Suspense fallback={<Loading what="the runs" />}>
          <PluginRuns plugin={plugin} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="schedules">
        <Suspense fallback={<Loading what="the schedules" rows={2} />}>
          <PluginSchedules plugin={plugin} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="log">
        <Suspense fallback={<Loading what="the log" />}>
          <LogView
            of={{ plugin: plugin.key }}
            label={`Log of ${plugin.name}`}
            fileName={`${plugin.key}.log`}
            isLive
            withRuns
          />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="readme">
        <Paper withBorder p="md">
          <Suspense fallback={<Loading what="the README" />}>
            <Readme plugin={plugin} />
          </Suspense>
        </Paper>
      </Tabs.Panel>
      <Tabs.Panel value="problems">
        <Paper withBorder p="md">
          <ProblemList problems={plugin.problems} />
        </Paper>
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <Suspense fallback={<Loading what="the history" />}>
          <HistoryPanel plugin={plugin} form={formOf(plugin)} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}

function PluginNotFound({ name }: { name: string }) {
  return (
    <Empty icon={<IconPuzzleOff size={40} aria-hidden />} title="Plugin not found">
      <span>
        No plugin with the key <Code>{name}</Code> is installed.
      </span>
      <Anchor component={Link} to="/plugins">
        Go to the plugins
      </Anchor>
    </Empty>
  );
}
