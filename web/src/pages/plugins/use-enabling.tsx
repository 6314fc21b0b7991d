/** Switching a plugin on or off: asks for trust where that is due, and says why it did not work. */
import { useState, type ReactNode } from 'react';
import { useSetEnabled } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { toastDone, toastFailure } from '../../ui/toast';
import { TrustDialog } from './TrustDialog';

export interface Enabling {
  /** What was asked for until the answer comes; a refusal brings back what is. */
  shown: boolean;
  isPending: boolean;
  /** Asks for trust first where that is due. */
  want: (enabled: boolean) => void;
  /** To be put on the page. */
  question: ReactNode;
}

export function useEnabling(plugin: Plugin): Enabling {
  const setEnabled = useSetEnabled();
  const [isAsking, setIsAsking] = useState(false);

  const change = (enabled: boolean) => {
    setIsAsking(false);
    setEnabled.mutate(
      { key: plugin.key, enabled },
      {
        onError: (error) =>
          toastFailure(`Could not ${enabled ? 'enable' : 'disable'} ${plugin.name}`, error),
      },
    );
  };
  return {
    shown: setEnabled.isPending ? setEnabled.variables.enabled : plugin.enabled,
    isPending: setEnabled.isPending,
    want: (enabled) => {
      if (enabled && plugin.needs_trust) setIsAsking(true);
      else change(enabled);
    },
    question: (
      <TrustDialog
        plugin={plugin}
        opened={isAsking}
        onCancel={() => setIsAsking(false)}
        onTrust={() => change(true)}
      />
    ),
  };
}

/** Enables a plugin whose trust is settled, for a dialog that closes before the answer comes. */
export function useEnableNow(): (plugin: Plugin) => Promise<void> {
  const { mutateAsync } = useSetEnabled();
  return async ({ key, name }) => {
    try {
      await mutateAsync({ key, enabled: true });
      toastDone(`${name} is enabled`);
    } catch (error) {
      toastFailure(`Could not enable ${name}`, error);
    }
  };
}
