/** One declared field as an input. It knows its field and its draft; saving is the form's. */
import {
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Text,
  TextInput,
  Textarea,
  Title,
} from '@mantine/core';
import type { Field } from '../api/types';
import { asText, selectOptions, type Draft } from './values';

interface Props {
  field: Field;
  value: Draft;
  problem: string | undefined;
  onEdit: (draft: Draft) => void;
  onFocus: () => void;
  onBlur: () => void;
}

export function FieldInput({ field, value, problem, onEdit, onFocus, onBlur }: Props) {
  const help = field.help_text || field.description || undefined;
  const common = {
    label: field.label || field.id,
    description: help,
    placeholder: field.placeholder ?? undefined,
    error: problem,
    name: field.id,
    onFocus,
    onBlur,
    'data-field': field.id,
  };
  const text = String(value);

  switch (field.type) {
    case 'string':
      // A plugin's secret is nothing for the browser's own password store.
      return field.input_type === 'password' ? (
        <PasswordInput
          {...common}
          value={text}
          autoComplete="new-password"
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...common}
          value={text}
          autoComplete="off"
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <Textarea
          {...common}
          value={text}
          autosize
          minRows={3}
          maxRows={16}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'boolean' ? '' : value}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          step={field.step ?? undefined}
          // Clamping would change the person's number behind their back; say what is wrong instead.
          clampBehavior="none"
          onChange={onEdit}
        />
      );
    case 'boolean':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onEdit(event.currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          data={selectOptions(field, text)}
          value={text === '' ? null : text}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No such option"
          onChange={(option) => {
            if (option !== null) onEdit(option);
          }}
        />
      );
    case 'info':
      return <InfoField field={field} />;
    default:
      return (
        <Text size="sm" c="dimmed">
          <strong>{field.label || field.id}</strong>: this version of Pluggarr has no input for
          fields of type “{field.type}”. The saved value is left as it is.
        </Text>
      );
  }
}

/** Text between the fields. Plugins without sections use it as a heading, by ids like `_section_…`. */
function InfoField({ field }: { field: Field }) {
  const text = field.help_text || field.description || asText(field.value ?? field.default ?? null);
  const isHeading = field.id.startsWith('_section') || text === '';
  return (
    <div>
      {field.label !== '' &&
        (isHeading ? (
          <Title order={4} size="h5">
            {field.label}
          </Title>
        ) : (
          <Text fw={600} size="sm">
            {field.label}
          </Text>
        ))}
      {text !== '' && (
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>
          {text}
        </Text>
      )}
    </div>
  );
}
