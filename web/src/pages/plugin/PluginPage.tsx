/** The page of one plugin. */
import { Anchor, Badge, Code, Group, Paper, Text } from '@mantine/core';
import { IconPlugConnectedX, IconPuzzleOff } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { usePlugins } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { PageHeader } from '../../ui/PageHeader';
import { Empty, Failure, Loading } from '../../ui/states';
import { healthOf } from '../plugins/health';
import { EnableSwitch } from '../plugins/EnableSwitch';
import { PluginLogo } from '../plugins/PluginLogo';
import { PythonBanner } from '../plugins/PythonBanner';
import { PluginBody } from './PluginBody';

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
  if (plugin === undefined || plugin.missing) return <PluginNotFound name={key} />;
  return (
    <>
      <PageHeader title={plugin.name} aside={<Facts plugin={plugin} />}>
        <EnableSwitch plugin={plugin} />
      </PageHeader>
      <PythonBanner />
      {plugin.enabled ? (
        <Paper withBorder p="md">
          {/* Another plugin is another form, not the same one with other fields. */}
          <PluginBody key={plugin.key} plugin={plugin} headingOrder={2} />
        </Paper>
      ) : (
        <Empty icon={<IconPlugConnectedX size={40} aria-hidden />} title="Plugin disabled">
          <span>{plugin.name} is switched off. Its settings are kept; enable it to use it.</span>
        </Empty>
      )}
    </>
  );
}

function Facts({ plugin }: { plugin: Plugin }) {
  const health = healthOf(plugin);
  return (
    <Group gap="xs">
      <PluginLogo plugin={plugin} size={32} />
      <Badge color={health.color} variant="light" role="status">
        {health.label}
      </Badge>
      {plugin.version && (
        <Text size="sm" c="dimmed">
          Version {plugin.version}
        </Text>
      )}
    </Group>
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
