/** Switches a plugin on or off; asks for trust before its code runs for the first time. */
import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useIsAdmin } from '../../api/account';
import { messageOf } from '../../api/error';
import { useSetEnabled } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { TrustDialog } from './TrustDialog';

export function EnableSwitch({ plugin }: { plugin: Plugin }) {
  const setEnabled = useSetEnabled();
  const isAdmin = useIsAdmin();
  const [isAsking, setIsAsking] = useState(false);
  // The switch shows what was asked for until the answer comes, and goes back if it is a refusal.
  const shown = setEnabled.isPending ? setEnabled.variables.enabled : plugin.enabled;

  const change = (enabled: boolean) => {
    setIsAsking(false);
    setEnabled.mutate(
      { key: plugin.key, enabled },
      {
        onError: (error) =>
          notifications.show({
            title: `Could not ${enabled ? 'enable' : 'disable'} ${plugin.name}`,
            message: messageOf(error),
            color: 'red',
            autoClose: 10_000,
          }),
      },
    );
  };
  return (
    <>
      <Switch
        size="md"
        checked={shown}
        // A plugin whose folder is gone can still be switched off.
        disabled={!isAdmin || setEnabled.isPending || (plugin.missing && !plugin.enabled)}
        aria-label={`Enable ${plugin.name}`}
        onChange={(event) => {
          const enabled = event.currentTarget.checked;
          if (enabled && !plugin.trusted) setIsAsking(true);
          else change(enabled);
        }}
      />
      <TrustDialog
        plugin={plugin}
        opened={isAsking}
        onCancel={() => setIsAsking(false)}
        onTrust={() => change(true)}
      />
    </>
  );
}
