/** One declared field as an input. It knows its field and its draft; saving is the form's. */
import {
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { Field } from '../api/types';
import { PlainText } from '../ui/PlainText';
import { FileInput, type SendFile } from './FileInput';
import { InfoField } from './InfoField';
import { SecretInput } from './SecretInput';
import { TableInput } from './TableInput';
import { asText, optionsFor, type Draft } from './values';

export interface FieldInputProps {
  field: Field;
  value: Draft;
  problem: string | undefined;
  onEdit: (draft: Draft) => void;
  onFocus?: () => void;
  onBlur?: () => void;
  /** Of a secret in a form of settings: whether the server has one, and how to have it forgotten. */
  secret?: { isSet: boolean; onClear: () => void };
  /** Where the file of a `file` field goes; without it there is no such input. */
  sendFile?: SendFile;
  /** An info field may be a heading, where nothing else groups the fields. */
  mayBeHeading?: boolean;
}

/** What every input of Mantine takes. */
export interface CommonProps {
  label: string;
  description: ReactNode;
  placeholder: string | undefined;
  error: string | undefined;
  required: boolean;
  name: string;
  onFocus: (() => void) | undefined;
  onBlur: (() => void) | undefined;
  'data-field': string;
}

export function FieldInput(props: FieldInputProps) {
  const { field, value, problem, onEdit, onFocus, onBlur, secret } = props;
  const help = field.help_text || field.description;
  const common: CommonProps = {
    label: field.label || field.id,
    description: help ? <PlainText text={help} /> : undefined,
    placeholder: field.placeholder ?? undefined,
    error: problem,
    required: field.required === true,
    name: field.id,
    onFocus,
    onBlur,
    'data-field': field.id,
  };
  const text = asText(Array.isArray(value) ? '' : value);
  if (field.secret === true && secret !== undefined) {
    return <SecretInput {...secret} field={field} common={common} value={text} onEdit={onEdit} />;
  }

  switch (field.type) {
    case 'string':
      // A plugin's secret is nothing for the browser's own password store.
      return field.input_type === 'password' || field.secret === true ? (
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
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
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
      return <OneOf field={field} common={common} value={text} onEdit={onEdit} />;
    case 'multiselect':
      return <SomeOf field={field} common={common} value={value} onEdit={onEdit} />;
    case 'table':
      return <TableInput field={field} common={common} value={value} onEdit={onEdit} />;
    case 'file':
      return (
        <FileInput
          field={field}
          common={common}
          value={text}
          onEdit={onEdit}
          sendFile={props.sendFile}
        />
      );
    case 'info':
      return <InfoField field={field} mayBeHeading={props.mayBeHeading === true} />;
    default:
      return (
        <Text size="sm" c="dimmed">
          <strong>{field.label || field.id}</strong>: this version of Pluggarr has no input for
          fields of type “{field.type}”. The saved value is left as it is.
        </Text>
      );
  }
}

interface ChoiceProps<Value> {
  field: Field;
  common: CommonProps;
  value: Value;
  onEdit: (draft: Draft) => void;
}

function OneOf({ field, common, value, onEdit }: ChoiceProps<string>) {
  const data = useMemo(() => optionsFor(field.options, [value]), [field.options, value]);
  return (
    <Select
      {...common}
      data={data}
      value={value === '' ? null : value}
      searchable
      allowDeselect={false}
      nothingFoundMessage="No such option"
      onChange={(option) => {
        if (option !== null) onEdit(option);
      }}
    />
  );
}

function SomeOf({ field, common, value, onEdit }: ChoiceProps<Draft>) {
  const chosen = Array.isArray(value) ? value.map(asText) : [];
  return (
    <MultiSelect
      {...common}
      placeholder={chosen.length === 0 ? (common.placeholder ?? 'Nothing chosen') : undefined}
      data={optionsFor(field.options, chosen)}
      value={chosen}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${common.label}` }}
      hidePickedOptions
      nothingFoundMessage="No further option"
      onChange={onEdit}
    />
  );
}
