/** All actions of one plugin, in the order the plugin declares them. */
import { Stack, Title, type TitleOrder } from '@mantine/core';
import type { Plugin } from '../api/types';
import { formOf } from '../plugin-form/open-forms';
import { ActionRow } from './ActionRow';

export function ActionList({ plugin, headingOrder }: { plugin: Plugin; headingOrder: TitleOrder }) {
  if (plugin.actions.length === 0) return null;
  return (
    <Stack gap="md" component="section" aria-label={`Actions of ${plugin.name}`}>
      <Title order={headingOrder} size="h4">
        Actions
      </Title>
      {plugin.actions.map((action) => (
        <ActionRow key={action.id} plugin={plugin} action={action} form={formOf(plugin)} />
      ))}
    </Stack>
  );
}
