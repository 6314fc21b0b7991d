import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { queryClient } from '../api/query-client';
import type { Field, Settings } from '../api/types';
import { aPlugin, json, serve, show } from '../test-utils';
import { forgetForms } from './open-forms';
import { SettingsForm } from './SettingsForm';

beforeEach(() => {
  queryClient.clear();
  forgetForms();
});

function showForm(fields: Field[], settings: Settings = {}, generalTitle?: string) {
  const log = serve(() => json({ success: true, settings: {} }));
  show(<SettingsForm plugin={aPlugin({ fields, settings })} generalTitle={generalTitle} />);
  return log;
}

const text = (id: string, rest: Partial<Field> = {}): Field => ({
  id,
  label: `Label ${id}`,
  type: 'string',
  ...rest,
});

test('a field that was changed says what its default is, and goes back to it', async () => {
  const log = showForm([text('a', { default: 'x' }), text('b')], { a: 'y' });
  expect(screen.queryByRole('button', { name: 'Reset Label b to its default' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Reset Label a to its default' }));
  await expect.poll(() => screen.getByLabelText('Label a')).toHaveValue('x');
  const [{ method, path, body } = {}] = log;
  expect([method, path, body]).toEqual([
    'POST',
    '/api/plugins/plugins/sample/settings/reset/',
    { fields: ['a'] },
  ]);
});

test('nine fields can be searched, and what is found in a closed section shows', async () => {
  const fields = Array.from({ length: 9 }, (_, index) =>
    text(`f${index}`, index < 7 ? {} : { section: `Part ${index}` }),
  );
  showForm(fields);
  const closed = screen.getByRole('button', { name: 'Part 8' });
  expect(closed).toHaveAttribute('aria-expanded', 'false');
  await userEvent.type(screen.getByLabelText('Search the settings of Sample'), 'part 8');
  expect(screen.getByRole('button', { name: 'Part 8' })).toHaveAttribute('aria-expanded', 'true');
  expect(screen.queryByLabelText('Label f0')).toBeNull();
  await userEvent.type(screen.getByLabelText('Search the settings of Sample'), 'x');
  expect(screen.getByText('No setting mentions “part 8x”.')).toBeVisible();
});

test('eight fields are found without a search', () => {
  showForm(Array.from({ length: 8 }, (_, index) => text(`f${index}`)));
  expect(screen.queryByLabelText('Search the settings of Sample')).toBeNull();
});

test('an info field is a heading only where nothing else groups the fields', () => {
  const marker: Field = { id: '_section_a', label: 'Group A', type: 'info' };
  showForm([marker, text('a')]);
  expect(screen.getByRole('heading', { name: 'Group A' })).toBeVisible();
});

test('with sections an info field is text, and the other fields have a title where that is wanted', () => {
  const marker: Field = { id: '_section_a', label: 'Group A', type: 'info' };
  showForm([marker, text('a'), text('b', { section: 'Net' })], {}, 'General Settings');
  expect(screen.queryByRole('heading', { name: 'Group A' })).toBeNull();
  expect(screen.getByText('Group A')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'General Settings' })).toBeVisible();
});
