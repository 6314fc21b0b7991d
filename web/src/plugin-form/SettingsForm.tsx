/** A plugin's settings: fields without a section first, then collapsible sections. Saves by itself. */
import { Accordion, Stack, Text, Title } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { uploadForField } from '../api/plugin-settings';
import type { Field, Plugin } from '../api/types';
import { SearchInput } from '../ui/SearchInput';
import type { FormState } from './autosave';
import { FormField } from './FormField';
import { FormFooter } from './FormFooter';
import type { SendFile } from './FileInput';
import { searchFields } from './search';
import { groupFields } from './sections';
import { useSettingsForm } from './use-settings-form';
import { isSecretSet } from './values';

/** With more fields than this, looking for one takes longer than typing a part of its name. */
const MANY_FIELDS = 8;

interface Props {
  plugin: Plugin;
  /** Stands above the fields without a section, on pages where that is usual. */
  generalTitle?: string;
}

export function SettingsForm({ plugin, generalTitle }: Props) {
  const { form, state } = useSettingsForm(plugin);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search).trim();
  const groups = useMemo(() => groupFields(plugin.fields), [plugin.fields]);
  const found = useMemo(() => searchFields(groups, wanted), [groups, wanted]);
  const [open, setOpen] = useState(() =>
    groups.sections.filter(({ startsOpen }) => startsOpen).map(({ id }) => id),
  );
  const sendFile: SendFile = useMemo(
    () => (field, file, options) => uploadForField(plugin.key, field, file, options),
    [plugin.key],
  );
  const fields = (of: Field[]) => (
    <Stack gap="md">
      {of.map((field) => (
        <FormField
          key={field.id}
          form={form}
          field={field}
          value={state.values[field.id] ?? ''}
          problem={state.problems[field.id]}
          isSecretSet={isSecretSet(field, state.stored)}
          sendFile={sendFile}
          mayBeHeading={groups.sections.length === 0}
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
  const isSearching = wanted !== '';
  return (
    <Stack gap="sm" component="section" aria-label={`Settings of ${plugin.name}`}>
      {plugin.fields.length > MANY_FIELDS && (
        <SearchInput
          label={`Search the settings of ${plugin.name}`}
          placeholder="Search settings"
          value={search}
          onChange={setSearch}
        />
      )}
      {found.unsectioned.length > 0 && (
        <>
          {generalTitle !== undefined && (
            <Title order={3} size="h5">
              {generalTitle}
            </Title>
          )}
          {fields(found.unsectioned)}
        </>
      )}
      {found.sections.length > 0 && (
        <Accordion
          multiple
          variant="contained"
          order={4}
          // What a search finds must be seen, whatever was open before it.
          value={found.sections.flatMap(({ id }, index) =>
            isSearching || open.includes(id) ? [valueOf(index)] : [],
          )}
          onChange={(values) => {
            if (isSearching) return;
            setOpen(
              groups.sections.flatMap(({ id }, at) => (values.includes(valueOf(at)) ? [id] : [])),
            );
          }}
        >
          {found.sections.map((section, index) => (
            <Accordion.Item key={section.id} value={valueOf(index)}>
              <Accordion.Control>
                {section.title} <Count fields={section.fields} state={state} />
              </Accordion.Control>
              <Accordion.Panel>{fields(section.fields)}</Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
      {isSearching && found.unsectioned.length === 0 && found.sections.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          No setting mentions “{wanted}”.
        </Text>
      )}
      <FormFooter plugin={plugin} form={form} state={state} />
    </Stack>
  );
}

/** A closed section must not hide that one of its fields is not saved. */
function Count({ fields, state }: { fields: Field[]; state: FormState }) {
  const wrong = fields.filter(({ id }) => state.problems[id] !== undefined).length;
  if (wrong === 0) return null;
  return (
    <Text span size="sm" c="error">
      {wrong === 1 ? '1 field needs another value' : `${wrong} fields need another value`}
    </Text>
  );
}

// A section's name may have spaces, and what stands here becomes part of an element's id.
const valueOf = (index: number) => `section-${index}`;
