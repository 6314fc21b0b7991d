/** One plugin: who made it, how it is doing, and its switch. */
import { Alert, Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Plugin } from '../../api/types';
import { EnableSwitch } from './EnableSwitch';
import { healthOf } from './health';
import { LoadError } from './LoadError';
import { pluginPath } from './plugin-path';
import { PluginLogo } from './PluginLogo';
import classes from './PluginCard.module.css';

export function PluginCard({ plugin }: { plugin: Plugin }) {
  const health = healthOf(plugin);
  const isQuiet = !plugin.enabled || plugin.missing;
  const titleId = `plugin-${plugin.key}`;
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-labelledby={titleId}
      data-plugin={plugin.key}
      data-health={health.label}
      className={isQuiet ? classes.quiet : undefined}
    >
      <Stack gap="sm" h="100%">
        <Group wrap="nowrap" align="flex-start" gap="sm">
          <PluginLogo plugin={plugin} />
          <div className={classes.text}>
            <Title order={2} size="h4" lineClamp={2} id={titleId}>
              {plugin.name}
            </Title>
            <Text size="sm" c="dimmed">
              {[
                plugin.version && `Version ${plugin.version}`,
                plugin.author && `by ${plugin.author}`,
              ]
                .filter(Boolean)
                .join(' · ') || plugin.key}
            </Text>
          </div>
          <EnableSwitch plugin={plugin} />
        </Group>
        {plugin.description && (
          <Text size="sm" lineClamp={3}>
            {plugin.description}
          </Text>
        )}
        <Warnings plugin={plugin} />
        <Group justify="space-between" mt="auto" gap="xs">
          <Badge color={health.color} variant="light" role="status">
            {health.label}
          </Badge>
          <Group gap="sm">
            {plugin.help_url && isWebAddress(plugin.help_url) && (
              <Anchor href={plugin.help_url} target="_blank" rel="noreferrer" size="sm">
                Help
              </Anchor>
            )}
            {plugin.enabled && !plugin.missing && (
              <Button component={Link} to={pluginPath(plugin)} variant="default" size="xs">
                Open
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}

function Warnings({ plugin }: { plugin: Plugin }) {
  return (
    <>
      {plugin.missing && (
        <Alert color="red" icon={<IconCircleX aria-hidden />} title="Its folder is gone">
          <Text size="sm">
            The settings are kept. Put the folder back and press Reload to use it again.
          </Text>
        </Alert>
      )}
      <LoadError plugin={plugin} />
      {plugin.legacy && !plugin.missing && (
        <Text size="sm" className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden /> No plugin.json: its name and version are known
          only once it runs.
        </Text>
      )}
    </>
  );
}

/** The address comes from the plugin: `javascript:` in a link would run as the person who clicks. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
