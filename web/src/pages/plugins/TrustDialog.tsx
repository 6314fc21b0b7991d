/** What enabling a plugin means, asked before its code runs for the first time. */
import { Alert, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Plugin } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

interface Props {
  plugin: Plugin;
  opened: boolean;
  onCancel: () => void;
  onTrust: () => void;
}

export function TrustDialog({ plugin, opened, onCancel, onTrust }: Props) {
  return (
    <ConfirmDialog
      opened={opened}
      title={`Enable ${plugin.name}?`}
      confirmLabel="I understand, enable"
      color="red"
      onCancel={onCancel}
      onConfirm={onTrust}
    >
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
      <Text size="sm">
        Pluggarr does not check what plugins do. Enable it only if you trust{' '}
        {plugin.author ? <strong>{plugin.author}</strong> : 'whoever wrote it'} and the place you
        got it from. You are asked this once.
      </Text>
    </ConfirmDialog>
  );
}
