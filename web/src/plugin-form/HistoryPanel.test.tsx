import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { queryClient } from '../api/query-client';
import { aPlugin, json, serve, show } from '../test-utils';
import { Autosave } from './autosave';
import { HistoryPanel } from './HistoryPanel';

beforeEach(() => queryClient.clear());

const STORE = {
  merge: () => Promise.resolve({}),
  reset: () => Promise.resolve({}),
  restore: vi.fn(() => Promise.resolve({})),
  history: () => Promise.resolve([]),
};

function showHistory(versions: unknown[]) {
  serve(() => json({ versions }));
  show(<HistoryPanel plugin={aPlugin()} form={new Autosave(STORE, [], {})} />);
}

const version = (id: number, rest: object = {}) => ({
  id,
  saved_at: '2026-03-04T05:06:07Z',
  saved_by: 'ada',
  reason: 'merged',
  is_current: false,
  changes: [],
  ...rest,
});

test('a version tells who changed what, and is restored by a button', async () => {
  const changes = Array.from({ length: 8 }, (_, index) => ({
    field: `f${index}`,
    label: `Field ${index}`,
    before: null,
    after: index,
  }));
  showHistory([version(2, { is_current: true }), version(1, { changes })]);
  const [current, earlier] = await screen.findAllByRole('listitem');
  expect(within(current!).queryByRole('button')).toBeNull();
  expect(within(earlier!).getByText(/ada/)).toBeVisible();
  expect(within(earlier!).queryByText('Field 7')).toBeNull();
  await userEvent.click(within(earlier!).getByRole('button', { name: '2 more' }));
  expect(within(earlier!).getByText('Field 7')).toBeVisible();
  await userEvent.click(within(earlier!).getByRole('button', { name: /^Restore/ }));
  expect(STORE.restore).toHaveBeenCalledWith(1);
});

test('without a change there is nothing to go back to', async () => {
  showHistory([]);
  expect(await screen.findByText('Nothing was changed yet')).toBeVisible();
});
