/** All actions of one plugin, in the order the plugin declares them. */
import { Stack, Text, Title, type TitleOrder } from '@mantine/core';
import { useState } from 'react';
import type { Action, Plugin } from '../api/types';
import { formOf } from '../plugin-form/open-forms';
import { SearchInput } from '../ui/SearchInput';
import { ActionRow } from './ActionRow';

/** With more actions than this there is a box that filters them. */
const MANY_ACTIONS = 6;

export function ActionList({ plugin, headingOrder }: { plugin: Plugin; headingOrder: TitleOrder }) {
  const [search, setSearch] = useState('');
  if (plugin.actions.length === 0) return null;
  const found = plugin.actions.filter((action) => mentions(action, search));
  return (
    <Stack gap="md" component="section" aria-label={`Actions of ${plugin.name}`}>
      <Title order={headingOrder} size="h4">
        Actions
      </Title>
      {!plugin.enabled && (
        <Text size="sm" c="dimmed">
          Enable {plugin.name} to run its actions.
        </Text>
      )}
      {plugin.actions.length > MANY_ACTIONS && (
        <SearchInput
          label={`Search the actions of ${plugin.name}`}
          placeholder="Search actions"
          value={search}
          onChange={setSearch}
        />
      )}
      {found.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          No action mentions “{search}”.
        </Text>
      )}
      {found.map((action) => (
        <ActionRow key={action.id} plugin={plugin} action={action} form={formOf(plugin)} />
      ))}
    </Stack>
  );
}

function mentions(action: Action, search: string): boolean {
  const { id, label, button_label, description, events } = action;
  const parts = [id, label, button_label, description, ...(events ?? [])];
  const text = parts.filter(Boolean).join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
