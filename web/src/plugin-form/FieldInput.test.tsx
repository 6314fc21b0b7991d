import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { Field } from '../api/types';
import { show } from '../test-utils';
import { FieldInput } from './FieldInput';
import { shownValue, type Draft } from './values';

function Held({ field, onEdit }: { field: Field; onEdit: (draft: Draft) => void }) {
  const [value, setValue] = useState(() => shownValue(field, {}));
  return (
    <FieldInput
      field={field}
      value={value}
      problem={undefined}
      onEdit={(draft) => {
        setValue(draft);
        onEdit(draft);
      }}
      onFocus={() => undefined}
      onBlur={() => undefined}
    />
  );
}

function showField(rest: Partial<Field> & { type: string }): Draft[] {
  const edits: Draft[] = [];
  const field = { id: 'f', label: 'Label', ...rest };
  show(<Held field={field} onEdit={(draft) => edits.push(draft)} />);
  return edits;
}

test('a string is typed into a text input, with its help below the label', async () => {
  const edits = showField({ type: 'string', default: 'a', help_text: 'Help', placeholder: 'P' });
  const input = screen.getByLabelText('Label');
  expect(input).toHaveValue('a');
  expect(input).toHaveAttribute('placeholder', 'P');
  expect(input).toHaveAccessibleDescription('Help');
  await userEvent.type(input, 'b');
  expect(edits).toEqual(['ab']);
});

test('a password is hidden', () => {
  showField({ type: 'string', input_type: 'password', default: 'secret' });
  expect(screen.getByLabelText('Label')).toHaveAttribute('type', 'password');
});

test('a number without a value is empty, and typing gives numbers', async () => {
  const edits = showField({ type: 'number' });
  const input = screen.getByLabelText('Label');
  expect(input).toHaveValue('');
  await userEvent.type(input, '12');
  await userEvent.clear(input);
  expect(edits).toEqual([1, 12, '']);
});

test('a number out of range is left as typed when the field is left', async () => {
  showField({ type: 'number', min: 1, max: 10 });
  const input = screen.getByLabelText('Label');
  await userEvent.type(input, '99');
  await userEvent.tab();
  expect(input).toHaveValue('99');
});

test('a boolean is a switch', async () => {
  const edits = showField({ type: 'boolean', default: true });
  const toggle = screen.getByRole('switch', { name: 'Label' });
  expect(toggle).toBeChecked();
  await userEvent.click(toggle);
  expect(edits).toEqual([false]);
});

test('a select can be searched, and finds its value whatever its type', async () => {
  const edits = showField({
    type: 'select',
    default: 2,
    options: [
      { value: '1', label: 'Fast' },
      { value: '2', label: 'Normal' },
    ],
  });
  const input = screen.getByRole('combobox', { name: 'Label' });
  expect(input).toHaveValue('Normal');
  await userEvent.clear(input);
  await userEvent.type(input, 'fa');
  expect(screen.queryByRole('option', { name: 'Normal', hidden: true })).toBeNull();
  await userEvent.click(screen.getByRole('option', { name: 'Fast', hidden: true }));
  expect(edits).toEqual(['1']);
});

test('a field of an unknown type says which type that is, and offers no input', () => {
  showField({ type: 'hologram' });
  expect(screen.getByText(/fields of type “hologram”/)).toBeVisible();
  expect(screen.queryByRole('textbox')).toBeNull();
});

test('info is text', () => {
  showField({ type: 'info', value: 'Read me' });
  expect(screen.getByText('Read me')).toBeVisible();
  expect(screen.queryByRole('textbox')).toBeNull();
});
