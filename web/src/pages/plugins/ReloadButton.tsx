/** Looks at the plugins folder anew. */
import { IconRefresh } from '@tabler/icons-react';
import { useReloadPlugins } from '../../api/plugins';
import { HeaderButton } from '../../ui/HeaderButton';
import { toastDone, toastFailure } from '../../ui/toast';

export function ReloadButton() {
  const reload = useReloadPlugins();
  const run = () =>
    reload.mutate(undefined, {
      onSuccess: ({ count }) => toastDone(`Plugins read again: ${count} found`),
      onError: (error) => toastFailure('Could not reload the plugins', error),
    });
  return (
    <HeaderButton
      label="Reload"
      icon={<IconRefresh size={18} aria-hidden />}
      isBusy={reload.isPending}
      onClick={run}
    />
  );
}
