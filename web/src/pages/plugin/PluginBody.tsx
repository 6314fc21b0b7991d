/** What a plugin's page and its accordion item have in common: its state, settings and actions. */
import { Divider, Stack, Text, type TitleOrder } from '@mantine/core';
import type { Plugin } from '../../api/types';
import { ActionList } from '../../plugin-actions/ActionList';
import { SettingsForm } from '../../plugin-form/SettingsForm';
import { LoadError } from '../plugins/LoadError';

export function PluginBody({ plugin, headingOrder }: { plugin: Plugin; headingOrder: TitleOrder }) {
  return (
    <Stack gap="md">
      {plugin.description && (
        <Text size="sm" c="dimmed">
          {plugin.description}
        </Text>
      )}
      <LoadError plugin={plugin} />
      <SettingsForm plugin={plugin} />
      {plugin.actions.length > 0 && <Divider />}
      <ActionList plugin={plugin} headingOrder={headingOrder} />
    </Stack>
  );
}
