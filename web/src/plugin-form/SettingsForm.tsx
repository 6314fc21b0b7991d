/** A plugin's settings: fields without a section first, then collapsible sections. Saves by itself. */
import { Accordion, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Field, Plugin } from '../api/types';
import { FieldInput } from './FieldInput';
import { SaveStatus } from './SaveStatus';
import { groupFields } from './sections';
import { useSettingsForm } from './use-settings-form';

export function SettingsForm({ plugin }: { plugin: Plugin }) {
  const { form, state } = useSettingsForm(plugin);
  const groups = useMemo(() => groupFields(plugin.fields), [plugin.fields]);

  const inputs = (fields: Field[]) => (
    <Stack gap="md">
      {fields.map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={state.values[field.id] ?? ''}
          problem={state.problems[field.id]}
          onEdit={(draft) => form.edit(field.id, draft)}
          onFocus={() => form.focus(field.id)}
          onBlur={() => form.blur()}
        />
      ))}
    </Stack>
  );

  if (plugin.fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        This plugin has no settings.
      </Text>
    );
  }
  return (
    <Stack gap="sm" component="section" aria-label={`Settings of ${plugin.name}`}>
      {groups.unsectioned.length > 0 && inputs(groups.unsectioned)}
      {groups.sections.length > 0 && (
        <Accordion
          multiple
          variant="contained"
          order={4}
          defaultValue={groups.sections.flatMap(({ startsOpen }, index) =>
            startsOpen ? [valueOf(index)] : [],
          )}
        >
          {groups.sections.map((section, index) => (
            <Accordion.Item key={section.id} value={valueOf(index)}>
              <Accordion.Control>{section.title}</Accordion.Control>
              <Accordion.Panel>{inputs(section.fields)}</Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
      <SaveStatus state={state} onRetry={() => void form.flush().catch(() => undefined)} />
    </Stack>
  );
}

// A section's name may have spaces, and what stands here becomes part of an element's id.
const valueOf = (index: number) => `section-${index}`;
