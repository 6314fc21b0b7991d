/** One accordion item per enabled plugin that has no page of its own. */
import { Accordion, Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { usePlugins } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { PageHeader } from '../../ui/PageHeader';
import { Empty, Failure, Loading } from '../../ui/states';
import { healthOf } from '../plugins/health';
import { PluginBody } from '../plugin/PluginBody';
import { pluginPath } from '../plugins/plugin-path';
import { PluginLogo } from '../plugins/PluginLogo';
import { PythonBanner } from '../plugins/PythonBanner';
import { Warnings } from '../plugins/Warnings';
import classes from './SettingsPage.module.css';

export function SettingsPage() {
  const { hash } = useLocation();
  const plugins = usePlugins();
  const basic = (plugins.data ?? [])
    .filter((plugin) => plugin.enabled && !plugin.navigation && !plugin.missing)
    .sort((a, b) => a.name.localeCompare(b.name));

  return (
    <>
      <PageHeader title="Settings" />
      <PythonBanner />
      {plugins.isPending && <Loading what="settings" />}
      {plugins.isError && plugins.data === undefined && (
        <Failure what="settings" error={plugins.error} onRetry={() => void plugins.refetch()} />
      )}
      {plugins.data !== undefined && basic.length === 0 && <NothingEnabled />}
      {/* Another link is another start; what was opened by hand belongs to the old one. */}
      {basic.length > 0 && <PluginAccordion key={hash} linked={linkedKey(hash)} plugins={basic} />}
    </>
  );
}

function PluginAccordion({ plugins, linked }: { plugins: Plugin[]; linked: string | null }) {
  const [open, setOpen] = useState<string[]>(() => {
    if (linked !== null) return [linked];
    return plugins.length === 1 && plugins[0] !== undefined ? [plugins[0].key] : [];
  });
  // The browser looked for the link's target before the plugins were here.
  useEffect(() => {
    if (linked !== null) document.getElementById(linked)?.scrollIntoView();
  }, [linked]);
  return (
    <Accordion multiple variant="separated" order={2} value={open} onChange={setOpen}>
      {plugins.map((plugin) => (
        <Accordion.Item
          key={plugin.key}
          value={plugin.key}
          id={plugin.key}
          className={classes.item}
          data-plugin={plugin.key}
        >
          <Accordion.Control icon={<PluginLogo plugin={plugin} size={32} />}>
            <Group gap="xs">
              <Text span fw={600}>
                {plugin.name}
              </Text>
              <Health plugin={plugin} />
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {/* A hundred closed plugins need not build a hundred forms. */}
            {open.includes(plugin.key) && (
              <Stack gap="sm">
                <Group gap="sm" justify="space-between" align="flex-start">
                  <Text size="sm" c="dimmed" flex="1 1 14rem">
                    {plugin.description}
                  </Text>
                  <Anchor component={Link} to={pluginPath(plugin.key)} size="sm">
                    More about {plugin.name}
                  </Anchor>
                </Group>
                <Warnings plugin={plugin} withProblems={false} />
                <PluginBody plugin={plugin} headingOrder={3} />
              </Stack>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

/** Only what is out of the ordinary: that an enabled plugin runs is no news here. */
function Health({ plugin }: { plugin: Plugin }) {
  const { label, color } = healthOf(plugin);
  if (color === 'green') return null;
  return (
    <Badge color={color} variant="light" size="sm">
      {label}
    </Badge>
  );
}

function NothingEnabled() {
  return (
    <Empty icon={<IconSettings size={40} aria-hidden />} title="No plugin has settings here yet">
      <Stack align="center" gap="xs">
        <span>Plugins appear here once they are enabled.</span>
        <Anchor component={Link} to="/plugins">
          Go to the plugins
        </Anchor>
      </Stack>
    </Empty>
  );
}

function linkedKey(hash: string): string | null {
  try {
    return hash.length > 1 ? decodeURIComponent(hash.slice(1)) : null;
  } catch {
    return null;
  }
}
