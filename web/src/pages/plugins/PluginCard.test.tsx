import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { queryClient } from '../../api/query-client';
import type { Plugin } from '../../api/types';
import { aPlugin, json, serve, show } from '../../test-utils';
import { PluginCard } from './PluginCard';

beforeEach(() => queryClient.clear());

function showCard(rest: Partial<Plugin>, level = 10) {
  const log = serve(({ path }) =>
    path.includes('/users/me/')
      ? json({ id: 1, username: 'me', user_level: level })
      : json({ success: true, plugin: aPlugin(), trash_id: 7 }),
  );
  const { container } = show(<PluginCard plugin={aPlugin(rest)} />);
  return { log, container };
}

test('problems are counted, and listed with their place and what to do', async () => {
  showCard({
    problems: [
      { path: 'plugin.json: fields[2].type', line: 14, message: 'no such type', hint: 'Use text' },
      { path: 'plugin.py', message: 'cannot be read' },
    ],
  });
  expect(screen.getByText('2 problems')).toBeVisible();
  await userEvent.click(screen.getByText('2 problems in what it declares'));
  expect(screen.getByText('plugin.json: fields[2].type, line 14')).toBeVisible();
  expect(screen.getByText('Use text')).toBeVisible();
});

test('changed files are offered a reload of this plugin alone', async () => {
  const { log } = showCard({ reload_offered: true });
  await userEvent.click(screen.getByRole('button', { name: 'Reload Sample' }));
  await expect
    .poll(() => log.filter(({ method }) => method === 'POST').map(({ path }) => path))
    .toEqual(['/api/plugins/plugins/sample/reload/']);
});

test('a deletion asks, says where the plugin goes, and only then happens', async () => {
  const { log } = showCard({});
  await userEvent.click(screen.getByRole('button', { name: 'More about Sample' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  expect(await screen.findByText(/moved to the trash, together with its settings/)).toBeVisible();
  expect(screen.getByText(/switched off first/)).toBeVisible();
  const deletions = () => log.filter(({ method }) => method === 'DELETE');
  expect(deletions()).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await expect.poll(deletions).toMatchObject([{ path: '/api/plugins/plugins/sample/delete/' }]);
});

test('a roll-back is offered where there is something to go back to', async () => {
  showCard({ previous: { version: '0.9', replaced_at: '2026-01-01T00:00:00Z' } });
  await userEvent.click(screen.getByRole('button', { name: 'More about Sample' }));
  expect(await screen.findByRole('menuitem', { name: 'Roll back to 0.9' })).toBeVisible();
});

test('below admin there is nothing to delete, reload or switch', async () => {
  showCard({ reload_offered: true }, 1);
  const toggle = screen.getByRole('switch', { name: 'Enable Sample' });
  await expect.poll(() => toggle.hasAttribute('disabled')).toBe(true);
  expect(screen.queryByRole('button', { name: 'More about Sample' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Reload Sample' })).toBeNull();
});

test('a help address that is no web address is no link', () => {
  showCard({ help_url: 'javascript:alert(1)' });
  expect(screen.queryByRole('link', { name: 'Help' })).toBeNull();
});
