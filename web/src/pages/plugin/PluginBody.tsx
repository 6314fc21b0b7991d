/** What a plugin's page and its accordion item have in common: its state, settings and actions. */
import { Alert, Code, Divider, ScrollArea, Stack, Text, type TitleOrder } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import type { Plugin } from '../../api/types';
import { ActionList } from '../../plugin-actions/ActionList';
import { SettingsForm } from '../../plugin-form/SettingsForm';

export function PluginBody({ plugin, headingOrder }: { plugin: Plugin; headingOrder: TitleOrder }) {
  return (
    <Stack gap="md">
      {plugin.description && (
        <Text size="sm" c="dimmed">
          {plugin.description}
        </Text>
      )}
      {plugin.load_error && (
        <Alert
          color="red"
          icon={<IconCircleX aria-hidden />}
          title="This plugin could not be loaded"
        >
          <ScrollArea.Autosize mah={280} tabIndex={0} aria-label="Why it could not be loaded">
            <Code block>{plugin.load_error}</Code>
          </ScrollArea.Autosize>
        </Alert>
      )}
      <SettingsForm plugin={plugin} />
      {plugin.actions.length > 0 && <Divider />}
      <ActionList plugin={plugin} headingOrder={headingOrder} />
    </Stack>
  );
}
