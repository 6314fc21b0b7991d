/** Switches a plugin on or off. */
import { Switch } from '@mantine/core';
import { useIsAdmin } from '../../api/account';
import type { Plugin } from '../../api/types';
import { useEnabling } from './use-enabling';

export function EnableSwitch({ plugin }: { plugin: Plugin }) {
  const isAdmin = useIsAdmin();
  const { shown, isPending, want, question } = useEnabling(plugin);
  return (
    <>
      <Switch
        size="md"
        checked={shown}
        // A plugin whose folder is gone can still be switched off.
        disabled={!isAdmin || isPending || (plugin.missing && !plugin.enabled)}
        aria-label={`Enable ${plugin.name}`}
        onChange={(event) => want(event.currentTarget.checked)}
      />
      {question}
    </>
  );
}
