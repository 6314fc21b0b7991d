/** What can be done with one plugin's files, each with what is said about it afterwards. */
import { useQueryClient } from '@tanstack/react-query';
import { restoreFromTrash, savePluginAsZip, useDeletePlugin } from '../../api/plugin-files';
import { useReloadPlugin, useRollBack } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { forgetForm } from '../../plugin-form/open-forms';
import { toastDone, toastFailure, toastWithUndo } from '../../ui/toast';

export function usePluginCommands(plugin: Plugin) {
  const client = useQueryClient();
  const reload = useReloadPlugin();
  const rollBack = useRollBack();
  const remove = useDeletePlugin();
  const { key, name } = plugin;

  const restore = (id: number) => {
    restoreFromTrash(client, id).then(
      () => toastDone(`${name} is back, switched off`),
      (error: unknown) => toastFailure(`Could not restore ${name}`, error),
    );
  };
  return {
    isBusy: reload.isPending || rollBack.isPending || remove.isPending,
    reload: () =>
      reload.mutate(key, {
        onSuccess: () => toastDone(`${name} was read again`),
        onError: (error) => toastFailure(`Could not reload ${name}`, error),
      }),
    rollBack: () =>
      rollBack.mutate(key, {
        onSuccess: (answer) => toastDone(`${name} is at version ${answer.plugin.version} again`),
        onError: (error) => toastFailure(`Could not roll ${name} back`, error),
      }),
    exportZip: () => {
      savePluginAsZip(plugin).catch((error: unknown) =>
        toastFailure(`Could not export ${name}`, error),
      );
    },
    /** True once it is deleted. What failed has been said. */
    remove: async (): Promise<boolean> => {
      try {
        const answer = await remove.mutateAsync(key);
        forgetForm(key);
        // Whoever started it may be on another page by now; the toast finds them there.
        const id = answer.trash_id;
        if (id === null) toastDone(`${name} was deleted`);
        else toastWithUndo(`${name} was moved to the trash`, () => restore(id));
        return true;
      } catch (error) {
        toastFailure(`Could not delete ${name}`, error);
        return false;
      }
    },
  };
}
