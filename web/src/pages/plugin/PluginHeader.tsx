/** The top of a plugin's page: what it is, how it is doing, its switch, and what can be done with it. */
import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Plugin } from '../../api/types';
import { PageHeader } from '../../ui/PageHeader';
import { isWebAddress } from '../../ui/web-address';
import { EnableSwitch } from '../plugins/EnableSwitch';
import { healthOf } from '../plugins/health';
import { PluginLogo } from '../plugins/PluginLogo';
import { PluginMenu } from '../plugins/PluginMenu';

export function PluginHeader({ plugin }: { plugin: Plugin }) {
  const navigate = useNavigate();
  const health = healthOf(plugin);
  const facts = [
    plugin.version && `Version ${plugin.version}`,
    plugin.author && `by ${plugin.author}`,
    plugin.license,
  ].filter(Boolean);
  const links = [
    { label: 'Help', href: plugin.help_url },
    { label: 'Source code', href: plugin.repo_url },
  ].filter(({ href }) => isWebAddress(href));

  return (
    <>
      <PageHeader
        title={plugin.name}
        mb={4}
        icon={<PluginLogo plugin={plugin} size={40} />}
        aside={
          <Badge color={health.color} variant="light" role="status">
            {health.label}
          </Badge>
        }
      >
        <EnableSwitch plugin={plugin} />
        <PluginMenu plugin={plugin} onDeleted={() => void navigate('/plugins')} />
      </PageHeader>
      <Group gap="sm" mb="xs">
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
        {links.map(({ label, href }) => (
          <Anchor key={label} href={href} target="_blank" rel="noreferrer" size="sm">
            {label}
          </Anchor>
        ))}
      </Group>
      {plugin.description && (
        <Text size="sm" mb="sm" maw="80ch">
          {plugin.description}
        </Text>
      )}
    </>
  );
}
