/** Where plugin folders go, and whether changes in there are noticed by themselves. */
import { Code, Group, Switch, Text } from '@mantine/core';
import { useIsAdmin } from '../../api/account';
import { useFolderWatch, useSetFolderWatch } from '../../api/plugin-files';
import { useSystemInfo } from '../../api/system';
import { CopyButton } from '../../ui/CopyButton';
import { toastFailure } from '../../ui/toast';

export function FolderLine() {
  const folder = useSystemInfo().data?.plugins_dir;
  const isAdmin = useIsAdmin();
  return (
    <Group gap="xs" mb="md" mih={36} justify="space-between">
      {folder !== undefined && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            Plugins folder
          </Text>
          <Code style={{ overflowWrap: 'anywhere' }}>{folder}</Code>
          <CopyButton value={folder} label="Copy the path of the plugins folder" />
        </Group>
      )}
      {isAdmin && <WatchSwitch />}
    </Group>
  );
}

function WatchSwitch() {
  const watch = useFolderWatch(true).data;
  const setWatch = useSetFolderWatch();
  if (watch === undefined) return null;
  const shown = setWatch.isPending ? setWatch.variables : watch.enabled;
  // Switched on and not working is the one case that needs words.
  const trouble = watch.enabled && !watch.active ? watch.message : undefined;
  return (
    <Switch
      label="Notice changes by itself"
      aria-description="Looks for new, changed and removed plugins. A running plugin is never reloaded without being asked."
      checked={shown}
      disabled={setWatch.isPending}
      error={trouble}
      onChange={(event) =>
        setWatch.mutate(event.currentTarget.checked, {
          onError: (error) => toastFailure('Could not change the watcher', error),
        })
      }
    />
  );
}
