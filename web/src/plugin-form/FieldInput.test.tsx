import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import type { Field } from '../api/types';
import { show } from '../test-utils';
import { FieldInput } from './FieldInput';
import { shownValue, type Draft, type Row } from './values';

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

test('a required field says so', () => {
  showField({ type: 'string', required: true });
  expect(screen.getByRole('textbox', { name: /Label/ })).toBeRequired();
});

test('a web address in the help is a link, and nothing else of it is markup', () => {
  showField({ type: 'string', help_text: 'See https://example.org/a. <b>Not bold</b>' });
  const link = screen.getByRole('link', { name: 'https://example.org/a' });
  expect(link).toHaveAttribute('rel', 'noreferrer');
  expect(screen.getByText(/<b>Not bold<\/b>/)).toBeVisible();
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

test('several options are chosen one by one, and taken back', async () => {
  const options = ['News', 'Sports'].map((label) => ({ value: label, label }));
  const edits = showField({ type: 'multiselect', default: ['News'], options });
  await userEvent.click(screen.getByRole('combobox', { name: 'Label' }));
  await userEvent.click(screen.getByRole('option', { name: 'Sports', hidden: true }));
  await userEvent.keyboard('{Backspace}');
  expect(edits).toEqual([['News', 'Sports'], ['News']]);
});

const TABLE: Partial<Field> & { type: string } = {
  type: 'table',
  columns: [
    { id: 'name', label: 'Name', type: 'string' },
    { id: 'port', label: 'Port', type: 'number' },
  ],
};

test('the rows of a table are added, filled, moved and removed by buttons', async () => {
  const edits = showField(TABLE);
  expect(screen.getByText('No rows')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Add a row to Label' }));
  await userEvent.type(screen.getByLabelText('Name, row 1'), 'a');
  await userEvent.type(screen.getByLabelText('Port, row 1'), '8');
  expect(edits.at(-1)).toEqual([{ name: 'a', port: 8 }]);
  await userEvent.click(screen.getByRole('button', { name: 'Add a row to Label' }));
  await userEvent.click(screen.getByRole('button', { name: 'Move row 2 up' }));
  expect(edits.at(-1)).toEqual([{ name: '' }, { name: 'a', port: 8 }]);
  expect(screen.getByRole('button', { name: 'Move row 2 down' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Remove row 1' }));
  expect(edits.at(-1)).toEqual([{ name: 'a', port: 8 }]);
});

test('a bad cell is red where it is, not somewhere below the table', () => {
  const field = { id: 'f', label: 'Label', ...TABLE };
  const rows: Row[] = [{ name: 'a' }, { name: 'b', port: 'eighty' }];
  const problem = 'row 2, column "port": Must be a number';
  show(<FieldInput field={field} value={rows} problem={problem} onEdit={() => undefined} />);
  expect(screen.getByLabelText('Port, row 2')).toBeInvalid();
  expect(screen.getByLabelText('Port, row 1')).toBeValid();
  expect(screen.getByText('Must be a number')).toBeVisible();
});

test('a file of the wrong kind or size is refused in words before it is sent', async () => {
  const sendFile = vi.fn(() => Promise.resolve('/uploads/f/list.txt'));
  const edits: Draft[] = [];
  const field = { id: 'f', label: 'Label', type: 'file', accept: ['.txt'], max_size: 3 };
  show(
    <FieldInput
      field={field}
      value=""
      problem={undefined}
      onEdit={(draft) => edits.push(draft)}
      sendFile={sendFile}
    />,
  );
  const input = screen.getByLabelText('File for Label');
  const upload = userEvent.setup({ applyAccept: false });
  await upload.upload(input, new File(['abc'], 'list.exe'));
  expect(screen.getByText('“list.exe” does not end in .txt')).toBeVisible();
  await upload.upload(input, new File(['abcd'], 'list.txt'));
  expect(screen.getByText(/has 4 B; at most 3 B/)).toBeVisible();
  expect(sendFile).not.toHaveBeenCalled();
  await upload.upload(input, new File(['abc'], 'list.txt'));
  expect(edits).toEqual(['/uploads/f/list.txt']);
});
