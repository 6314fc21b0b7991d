/** One plugin: who made it, how it is doing, its switch, and what can be done with it. */
import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import type { Plugin } from '../../api/types';
import { counted } from '../../ui/counted';
import { isWebAddress } from '../../ui/web-address';
import { EnableSwitch } from './EnableSwitch';
import { healthOf } from './health';
import { pluginPath } from './plugin-path';
import { PluginLogo } from './PluginLogo';
import { PluginMenu } from './PluginMenu';
import { Warnings } from './Warnings';
import classes from './PluginCard.module.css';

/** Remembers what it drew: among a thousand, only the card whose plugin changed is drawn again. */
export const PluginCard = memo(function PluginCard({ plugin }: { plugin: Plugin }) {
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
              <Anchor component={Link} to={pluginPath(plugin.key)} inherit className={classes.name}>
                {plugin.name}
              </Anchor>
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
        <Warnings plugin={plugin} withProblems />
        <Group justify="space-between" mt="auto" gap="xs">
          <Group gap={6}>
            <Badge color={health.color} variant="light" role="status">
              {health.label}
            </Badge>
            {plugin.problems.length > 0 && (
              <Badge color="yellow" variant="light">
                {counted(plugin.problems.length, 'problem')}
              </Badge>
            )}
          </Group>
          <Group gap="xs">
            {isWebAddress(plugin.help_url) && (
              <Anchor href={plugin.help_url} target="_blank" rel="noreferrer" size="sm">
                Help
              </Anchor>
            )}
            {!plugin.missing && (
              <Button
                component={Link}
                to={pluginPath(plugin.key)}
                variant="default"
                size="xs"
                aria-label={`Open ${plugin.name}`}
              >
                Open
              </Button>
            )}
            <PluginMenu plugin={plugin} />
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
});
