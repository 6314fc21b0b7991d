import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { queryClient } from '../api/query-client';
import type { Action } from '../api/types';
import { Autosave, type SettingsStore } from '../plugin-form/autosave';
import { aPlugin, aRun, finished, json, serve, serveRuns, show } from '../test-utils';
import { ActionRow } from './ActionRow';
import { forgetEntered } from './params';
import { forgetResults } from './running';

beforeEach(() => {
  queryClient.clear();
  forgetResults();
  forgetEntered();
});

const SAVES: SettingsStore = {
  merge: (changes) => Promise.resolve(changes),
  reset: () => Promise.resolve({}),
  restore: () => Promise.resolve({}),
  history: () => Promise.resolve([]),
};

const ACTION: Action = { id: 'go', label: 'Go' };

function showAction(action: Partial<Action> = {}, store: SettingsStore = SAVES) {
  const fields = [{ id: 'name', label: 'Name', type: 'string' }];
  const form = new Autosave(store, fields, {});
  const declared = { ...ACTION, ...action };
  show(<ActionRow plugin={aPlugin({ fields })} action={declared} form={form} />);
  return form;
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

test.each([
  ['success', 'success'],
  ['error', 'error'],
  ['queued', 'running'],
  ['skipped', 'warning'],
  ['whatever', 'unknown'],
])('a result with status %s is shown as %s until dismissed', async (status, tone) => {
  serveRuns(finished({ result: { status, message: 'the message' } }));
  showAction();
  await press('Go');
  const message = await screen.findByText('the message');
  expect(message.closest('[data-tone]')).toHaveAttribute('data-tone', tone);
  await press('Dismiss the result');
  expect(screen.queryByText('the message')).toBeNull();
});

test('an action that asks runs only after a yes, and Cancel has the focus', async () => {
  const { starts } = serveRuns(finished({ result: { status: 'ok' } }));
  showAction({ confirm: { title: 'Really?', message: 'All of it.' } });
  await press('Go');
  await screen.findByText('All of it.');
  const cancel = screen.getByRole('button', { name: 'Cancel' });
  await waitFor(() => expect(cancel).toHaveFocus());
  await userEvent.click(cancel);
  expect(starts()).toEqual([]);
  await press('Go');
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(
    Array.from(dialog.querySelectorAll('button')).find(({ textContent }) => textContent === 'Go')!,
  );
  await screen.findByText(/^Ok/);
  expect(starts()).toHaveLength(1);
});

test('what was typed is saved before the run', async () => {
  const order: string[] = [];
  const { starts } = serveRuns(finished({ result: { status: 'ok' } }));
  const form = showAction(
    {},
    {
      ...SAVES,
      merge: (changes) => {
        order.push(`save ${JSON.stringify(changes)} before ${starts().length} starts`);
        return Promise.resolve(changes);
      },
    },
  );
  form.edit('name', 'new');
  await press('Go');
  await screen.findByText(/^Ok/);
  expect(order).toEqual(['save {"name":"new"} before 0 starts']);
  expect(starts()).toHaveLength(1);
});

test('an action does not run with settings that could not be saved', async () => {
  const { starts } = serveRuns(finished({ result: { status: 'ok' } }));
  const refuses = { ...SAVES, merge: () => Promise.reject(new Error('disk full')) };
  const form = showAction({}, refuses);
  form.edit('name', 'new');
  await press('Go');
  const reason = await screen.findByText(/settings could not be saved: disk full/);
  expect(reason.closest('[data-tone]')).toHaveAttribute('data-tone', 'error');
  expect(starts()).toEqual([]);
});

test('an action with params asks for them, and sends what was entered', async () => {
  const { starts } = serveRuns(finished({ result: { status: 'ok' } }));
  const params = [
    { id: 'days', label: 'Days', type: 'number', default: 7, max: 30 },
    { id: 'name', label: 'Whom', type: 'string', required: true },
  ];
  showAction({ params, confirm: { message: 'All of it.' } });
  await press('Go…');
  await screen.findByText('All of it.');
  await press('Go');
  expect(screen.getByText('Must not be left blank')).toBeVisible();
  expect(starts()).toEqual([]);
  await userEvent.type(screen.getByRole('textbox', { name: /Whom/ }), 'you');
  await press('Go');
  await screen.findByText(/^Ok/);
  expect(starts().map(({ body }) => body)).toEqual([
    { action: 'go', params: { days: 7, name: 'you' } },
  ]);
  await press('Go…');
  expect(await screen.findByRole('textbox', { name: /Whom/ })).toHaveValue('you');
});

test('the actions of a plugin that is switched off do not run', () => {
  const form = new Autosave(SAVES, [], {});
  show(<ActionRow plugin={aPlugin({ enabled: false })} action={ACTION} form={form} />);
  expect(screen.getByRole('button', { name: 'Go' })).toBeDisabled();
});

test('a lost connection does not claim that the action failed', async () => {
  serve(() => {
    throw new TypeError('network');
  });
  showAction();
  await press('Go');
  await screen.findByText(/may still be running on the server/);
});

test('a plugin that raised is red, with its traceback folded', async () => {
  serveRuns(finished({ outcome: 'failed', error: 'boom', traceback: 'line 1' }));
  showAction();
  await press('Go');
  expect((await screen.findByText('boom')).closest('[data-tone]')).toHaveAttribute(
    'data-tone',
    'error',
  );
  expect(screen.getByText('line 1').closest('details')).not.toHaveAttribute('open');
});

test('a run started elsewhere is shown with its progress, and cancelled from here', async () => {
  const progress = {
    percent: 40,
    message: 'Half way',
    source: 'plugin',
    updated_at: '',
    eta_seconds: null,
  };
  const server = serveRuns(aRun({ progress }));
  server.open();
  showAction();
  await screen.findByText('Half way');
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
  expect(screen.getByText('Started by ada')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Go' })).toBeDisabled();
  await press('Cancel Go');
  expect(await screen.findByRole('button', { name: 'Cancelling Go…' })).toBeDisabled();
});

test('an action that runs already says who started it, and leads there', async () => {
  serve(({ path }) =>
    path.endsWith('/run/')
      ? json(
          {
            success: false,
            error: 'already running',
            run_id: 'other',
            started_by: 'bob',
            started_at: '2026-03-01T10:00:00Z',
          },
          409,
        )
      : json({ count: 0, results: [], user_level: 10 }),
  );
  showAction();
  await press('Go');
  await screen.findByText(/^It was started by bob at /);
  expect(screen.getByRole('link', { name: 'Open that run' })).toHaveAttribute(
    'href',
    '/runs/other',
  );
  await press('Dismiss the result');
  expect(screen.queryByText(/started by bob/)).toBeNull();
});
