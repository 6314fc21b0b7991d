/** What a plugin's page and its accordion item have in common: its state, settings and actions. */
import { Divider, Stack, Text, type TitleOrder } from '@mantine/core';
import { useIsAdmin } from '../../api/account';
import type { Plugin } from '../../api/types';
import { ActionList } from '../../plugin-actions/ActionList';
import { SettingsForm } from '../../plugin-form/SettingsForm';
import { LoadError } from '../plugins/LoadError';
import classes from './PluginBody.module.css';

export function PluginBody({ plugin, headingOrder }: { plugin: Plugin; headingOrder: TitleOrder }) {
  const isAdmin = useIsAdmin();
  return (
    <Stack gap="md">
      {plugin.description && (
        <Text size="sm" c="dimmed">
          {plugin.description}
        </Text>
      )}
      <LoadError plugin={plugin} />
      {!isAdmin && (
        <Text size="sm">Only admins may change these settings and run these actions.</Text>
      )}
      <fieldset disabled={!isAdmin} className={classes.all}>
        <Stack gap="md">
          <SettingsForm plugin={plugin} />
          {plugin.actions.length > 0 && <Divider />}
          <ActionList plugin={plugin} headingOrder={headingOrder} />
        </Stack>
      </fieldset>
    </Stack>
  );
}
