/** What a plugin's page and its accordion item have in common: its settings and actions. */
import { Alert, Divider, Stack, Text, type TitleOrder } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useIsAdmin } from '../../api/account';
import { useFreshPlugin } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { ActionList } from '../../plugin-actions/ActionList';
import { SettingsForm } from '../../plugin-form/SettingsForm';
import classes from './PluginBody.module.css';

interface Props {
  plugin: Plugin;
  headingOrder: TitleOrder;
  generalTitle?: string | undefined;
}

export function PluginBody({ plugin, headingOrder, generalTitle }: Props) {
  const isAdmin = useIsAdmin();
  // Fields and actions may be computed by the plugin; a listing has them as they were some time ago.
  useFreshPlugin(plugin.key, plugin.enabled);
  return (
    <Stack gap="md">
      {!isAdmin && <Text size="sm">Only admins may see these settings and run these actions.</Text>}
      {!plugin.enabled && isAdmin && (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} p="sm">
          {plugin.ever_enabled
            ? `${plugin.name} is switched off. What you set here counts once it is enabled again.`
            : `The code of ${plugin.name} has not run yet. You can set it up before you enable it.`}
        </Alert>
      )}
      {/* Below admin the server gives no settings; defaults shown in their place would be claims. */}
      {isAdmin && <SettingsForm plugin={plugin} generalTitle={generalTitle} />}
      {plugin.actions.length > 0 && isAdmin && <Divider />}
      <fieldset disabled={!isAdmin} className={classes.all}>
        <ActionList plugin={plugin} headingOrder={headingOrder} />
      </fieldset>
    </Stack>
  );
}
