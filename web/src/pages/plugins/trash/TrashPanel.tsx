/** Deleted plugins: each back with its settings, or gone for good. */
import { Button, Code, Drawer, Group, Paper, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteForGood, restoreFromTrash, useTrash } from '../../../api/plugin-files';
import type { TrashedPlugin } from '../../../api/types';
import { bytesInWords } from '../../../ui/bytes';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { Empty, Failure, Loading } from '../../../ui/states';
import { dateAndTime } from '../../../ui/time';
import { toastDone, toastFailure } from '../../../ui/toast';

export function TrashPanel({ onClose }: { onClose: () => void }) {
  const trash = useTrash();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title="Trash"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {trash.isPending && <Loading what="the trash" />}
      {trash.isError && trash.data === undefined && (
        <Failure what="the trash" error={trash.error} onRetry={() => void trash.refetch()} />
      )}
      {trash.data?.length === 0 && (
        <Empty icon={<IconTrash size={40} aria-hidden />} title="The trash is empty">
          <span>Deleted plugins are kept here with their settings.</span>
        </Empty>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {trash.data?.map((plugin) => (
          <Trashed key={plugin.id} plugin={plugin} />
        ))}
      </Stack>
    </Drawer>
  );
}

function Trashed({ plugin }: { plugin: TrashedPlugin }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<'restore' | 'delete' | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const name = plugin.name || plugin.key;

  const act = async (what: 'restore' | 'delete') => {
    setIsAsking(false);
    setBusy(what);
    try {
      if (what === 'restore') {
        await restoreFromTrash(client, plugin.id);
        toastDone(`${name} is back, switched off`);
      } else {
        await deleteForGood(client, plugin.id);
      }
    } catch (error) {
      toastFailure(`Could not ${what} ${name}`, error);
    }
    setBusy(null);
  };
  return (
    <Paper component="li" withBorder p="sm" data-trashed={plugin.key}>
      <Text fw={600}>
        {name} {plugin.version}
      </Text>
      <Text size="sm" c="dimmed">
        <Code>{plugin.key}</Code> · {bytesInWords(plugin.bytes)} · deleted{' '}
        {dateAndTime(plugin.deleted_at)}
        {plugin.deleted_by && ` by ${plugin.deleted_by}`}
      </Text>
      <Group gap="xs" mt="xs">
        <Button
          size="xs"
          variant="default"
          loading={busy === 'restore'}
          disabled={busy === 'delete'}
          aria-label={`Restore ${name}`}
          onClick={() => void act('restore')}
        >
          Restore
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          c="error"
          loading={busy === 'delete'}
          disabled={busy === 'restore'}
          aria-label={`Delete for good: ${name}`}
          onClick={() => setIsAsking(true)}
        >
          Delete for good
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete ${name} for good?`}
        confirmLabel="Delete for good"
        color="red"
        onCancel={() => setIsAsking(false)}
        onConfirm={() => void act('delete')}
      >
        <Text size="sm">Its files and its settings are removed. This cannot be undone.</Text>
      </ConfirmDialog>
    </Paper>
  );
}
