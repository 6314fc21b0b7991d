/** What can be done with one plugin beside switching and setting it; with the questions that come first. */
import { ActionIcon, Menu, Text } from '@mantine/core';
import {
  IconDotsVertical,
  IconHistoryToggle,
  IconPackageExport,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useIsAdmin } from '../../api/account';
import type { Plugin } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { dateAndTime } from '../../ui/time';
import { usePluginCommands } from './use-plugin-commands';

interface Props {
  plugin: Plugin;
  /** Called once the plugin is gone: its own page has nothing to show then. */
  onDeleted?: () => void;
}

export function PluginMenu({ plugin, onDeleted }: Props) {
  const isAdmin = useIsAdmin();
  const commands = usePluginCommands(plugin);
  const [asking, setAsking] = useState<'delete' | 'roll back' | null>(null);
  if (!isAdmin) return null;
  const { previous } = plugin;
  const stop = () => setAsking(null);

  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            loading={commands.isBusy}
            aria-label={`More about ${plugin.name}`}
          >
            <IconDotsVertical size={18} aria-hidden color="var(--mantine-color-text)" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!plugin.missing && (
            <>
              <Menu.Item
                leftSection={<IconRefresh size={16} aria-hidden />}
                onClick={commands.reload}
              >
                Reload
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPackageExport size={16} aria-hidden />}
                onClick={commands.exportZip}
              >
                Export as a zip
              </Menu.Item>
            </>
          )}
          {previous && (
            <Menu.Item
              leftSection={<IconHistoryToggle size={16} aria-hidden />}
              onClick={() => setAsking('roll back')}
            >
              Roll back to {previous.version || 'the version before'}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconTrash size={16} aria-hidden />}
            c="error"
            onClick={() => setAsking('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking === 'delete'}
        title={`Delete ${plugin.name}?`}
        confirmLabel="Delete"
        color="red"
        onCancel={stop}
        onConfirm={() => {
          stop();
          void commands.remove().then((isGone) => {
            if (isGone) onDeleted?.();
          });
        }}
      >
        <Text size="sm">
          {plugin.missing
            ? 'Its folder is gone already. This removes its entry and its settings.'
            : 'It is moved to the trash, together with its settings, and can be restored from there.'}
          {plugin.enabled && ' It is switched off first.'}
        </Text>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'roll back'}
        title={`Roll ${plugin.name} back?`}
        confirmLabel="Roll back"
        onCancel={stop}
        onConfirm={() => {
          stop();
          commands.rollBack();
        }}
      >
        <Text size="sm">
          Version {plugin.version || 'of now'} is replaced by{' '}
          {previous?.version || 'the one before'}, which was in use until{' '}
          {dateAndTime(previous?.replaced_at ?? null)}. Its settings stay. Rolling back again swaps
          the two once more.
        </Text>
      </ConfirmDialog>
    </>
  );
}
