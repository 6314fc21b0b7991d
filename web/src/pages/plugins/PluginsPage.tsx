/** All plugins that the server found, with their switches. */
import { ActionIcon, Badge, Button, CloseButton, Code, SimpleGrid, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPuzzle, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { messageOf } from '../../api/error';
import { usePlugins, useReloadPlugins } from '../../api/plugins';
import { useSystemInfo } from '../../api/system';
import type { Plugin } from '../../api/types';
import { Empty, Failure, Loading } from '../../ui/states';
import { PageHeader } from '../../ui/PageHeader';
import { needsAttention } from './health';
import { PluginCard } from './PluginCard';
import { PythonBanner } from './PythonBanner';

export function PluginsPage() {
  const plugins = usePlugins();
  const [search, setSearch] = useState('');
  const found = (plugins.data ?? []).filter((plugin) => matches(plugin, search)).sort(byNeed);

  return (
    <>
      <PageHeader
        title="Plugins"
        aside={plugins.data && <Badge variant="default">{plugins.data.length} installed</Badge>}
      >
        <ReloadButton />
      </PageHeader>
      <PythonBanner />
      {plugins.isPending && <Loading what="plugins" />}
      {plugins.isError && plugins.data === undefined && (
        <Failure what="plugins" error={plugins.error} onRetry={() => void plugins.refetch()} />
      )}
      {plugins.data?.length === 0 && <NothingInstalled />}
      {plugins.data !== undefined && plugins.data.length > 0 && (
        <>
          <TextInput
            mb="md"
            maw={420}
            aria-label="Search plugins"
            placeholder="Search by name, author or description"
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={
              search !== '' && (
                <CloseButton aria-label="Clear the search" onClick={() => setSearch('')} />
              )
            }
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {found.length === 0 && (
            <Empty icon={<IconSearch size={40} aria-hidden />} title="No plugin matches">
              <span>
                None of the {plugins.data.length} plugins mentions “{search}”.
              </span>
            </Empty>
          )}
          <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
            {found.map((plugin) => (
              <PluginCard key={plugin.key} plugin={plugin} />
            ))}
          </SimpleGrid>
        </>
      )}
    </>
  );
}

function ReloadButton() {
  const reload = useReloadPlugins();
  const run = () =>
    reload.mutate(undefined, {
      onSuccess: ({ count }) =>
        notifications.show({ message: `Plugins read again: ${count} found`, color: 'green' }),
      onError: (error) =>
        notifications.show({
          title: 'Could not reload the plugins',
          message: messageOf(error),
          color: 'red',
        }),
    });
  const icon = <IconRefresh size={18} aria-hidden />;
  return (
    <>
      <Button
        variant="default"
        leftSection={icon}
        loading={reload.isPending}
        onClick={run}
        visibleFrom="xs"
      >
        Reload
      </Button>
      <ActionIcon
        variant="default"
        size={44}
        loading={reload.isPending}
        onClick={run}
        hiddenFrom="xs"
        aria-label="Reload"
      >
        {icon}
      </ActionIcon>
    </>
  );
}

function NothingInstalled() {
  const folder = useSystemInfo().data?.plugins_dir;
  return (
    <Empty icon={<IconPuzzle size={40} aria-hidden />} title="No plugins yet">
      <span>
        A plugin is a folder with a <Code>plugin.py</Code> in it. Put one into{' '}
        {folder === undefined ? 'the plugins folder' : <Code>{folder}</Code>}, then press Reload.
      </span>
    </Empty>
  );
}

function matches(plugin: Plugin, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [plugin.name, plugin.key, plugin.author, plugin.description].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What has failed comes first, the rest by name. */
function byNeed(a: Plugin, b: Plugin): number {
  return (
    Number(needsAttention(b)) - Number(needsAttention(a)) ||
    a.name.localeCompare(b.name, undefined, { sensitivity: 'base' })
  );
}
