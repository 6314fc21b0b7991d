/** What enabling a plugin means, asked before its code runs for the first time or may do more. */
import { Alert, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { knownFindings } from '../../api/plugin-files';
import type { Plugin } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { CapabilityList } from './CapabilityList';
import { FindingList } from './FindingList';
import { asksForMore } from './health';

interface Props {
  plugin: Plugin;
  opened: boolean;
  onCancel: () => void;
  onTrust: () => void;
}

export function TrustDialog({ plugin, opened, onCancel, onTrust }: Props) {
  const wantsMore = asksForMore(plugin);
  return (
    <ConfirmDialog
      opened={opened}
      title={wantsMore ? `${plugin.name} asks for more` : `Enable ${plugin.name}?`}
      confirmLabel={wantsMore ? 'I understand, allow' : 'I understand, enable'}
      color="red"
      onCancel={onCancel}
      onConfirm={onTrust}
    >
      {wantsMore ? <NewlyAsked plugin={plugin} /> : <FirstAsked plugin={plugin} />}
    </ConfirmDialog>
  );
}

function FirstAsked({ plugin }: { plugin: Plugin }) {
  const findings = knownFindings(useQueryClient(), plugin.key);
  return (
    <>
      <Alert
        color="red"
        icon={<IconAlertTriangle aria-hidden />}
        title="A plugin is a program that runs on your server"
      >
        <Stack gap="xs">
          <Text size="sm">Once enabled, it can</Text>
          <List size="sm">
            <List.Item>read, change and delete your channels, streams and guide,</List.Item>
            <List.Item>read your providers’ addresses and passwords,</List.Item>
            <List.Item>read and write files, and use your network and the internet.</List.Item>
          </List>
        </Stack>
      </Alert>
      {plugin.capabilities.length > 0 && (
        <section aria-label="What it asks for">
          <Text size="sm" fw={600} mb={4}>
            It asks for
          </Text>
          <CapabilityList capabilities={plugin.capabilities} />
        </section>
      )}
      {findings.length > 0 && (
        <section aria-label="Found in its code">
          <Text size="sm" fw={600} mb={4}>
            Found in its code
          </Text>
          <FindingList findings={findings} />
        </section>
      )}
      <Text size="sm">
        Pluggarr does not check what plugins do. Enable it only if you trust{' '}
        {plugin.author ? <strong>{plugin.author}</strong> : 'whoever wrote it'} and the place you
        got it from. You are asked again only if it asks for more.
      </Text>
    </>
  );
}

function NewlyAsked({ plugin }: { plugin: Plugin }) {
  const { capabilities, new_capabilities: added } = plugin;
  const isNew = (id: string) => added.includes(id);
  const known = capabilities.filter(({ id }) => !isNew(id));
  return (
    <>
      <Text size="sm">
        You trusted it once. This version{plugin.version && ` (${plugin.version})`} also asks for:
      </Text>
      <CapabilityList capabilities={capabilities.filter(({ id }) => isNew(id))} added={added} />
      {known.length > 0 && (
        <Text size="sm" c="dimmed">
          As before: {known.map(({ label }) => label).join(', ')}
        </Text>
      )}
    </>
  );
}
