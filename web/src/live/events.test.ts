import { notifications } from '@mantine/notifications';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { aPlugin } from '../test-utils';
import { handleEvent } from './events';
import type { LiveMessage } from './socket';

let client: QueryClient;
let stale: string[];

beforeEach(() => {
  client = new QueryClient();
  stale = [];
  vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
    stale.push(filters?.queryKey?.join(' ') ?? 'everything');
    return Promise.resolve();
  });
});

const refresh = (status: string): LiveMessage => ({
  type: 'm3u_refresh',
  account: 1,
  action: 'parsing',
  progress: 100,
  status,
});

test.each<[string, LiveMessage, string[]]>([
  ['a switched plugin', { type: 'plugin_enabled_changed', plugin: 'a' }, ['plugins', 'plugin a']],
  ['a reload', { type: 'plugins_reloaded' }, ['plugins']],
  ['saved settings', { type: 'plugin_settings_changed', plugin: 'a' }, ['plugins', 'plugin a']],
  ['a changed folder', { type: 'plugins_changed' }, ['plugins']],
  ['fields computed anew', { type: 'plugin_fields_changed', plugin: 'a' }, ['plugins']],
  ['new channels', { type: 'channels_created' }, ['channels', 'groups', 'guide']],
  ['a refresh under way, even at 100 %', refresh('parsing'), []],
  ['a finished refresh', refresh('success'), ['m3u-accounts', 'channels', 'groups', 'guide']],
  ['a failed refresh', refresh('error'), ['m3u-accounts', 'channels', 'groups', 'guide']],
  ['a message of another kind', { type: 'vod_started' }, []],
])('%s makes exactly the right answers stale', (_name, message, keys) => {
  handleEvent(client, message);
  expect(stale).toEqual(keys);
});

test("a plugin's message becomes a toast under the plugin's name, red if it says error", () => {
  client.setQueryData(['plugins'], [aPlugin({ key: 'a', name: 'Plugin A' })]);
  const shown = vi.spyOn(notifications, 'show').mockReturnValue('');
  handleEvent(client, { type: 'plugin', plugin: 'a', message: 'Half done' });
  handleEvent(client, { type: 'plugin', plugin: 'a', message: 'It broke', status: 'error' });
  expect(shown.mock.calls.map(([{ title, message, color }]) => [title, message, color])).toEqual([
    ['Plugin A', 'Half done', 'gray'],
    ['Plugin A', 'It broke', 'red'],
  ]);
});

test('a plugin that floods has at most three toasts', () => {
  const shown = vi.spyOn(notifications, 'show').mockReturnValue('');
  for (let item = 0; item < 100; item += 1) {
    handleEvent(client, { type: 'plugin', plugin: 'a', message: `Item ${item}` });
  }
  expect(new Set(shown.mock.calls.map(([{ id }]) => id)).size).toBe(3);
});

test('messages with progress are one toast that moves on', () => {
  const shown = vi.spyOn(notifications, 'show').mockReturnValue('');
  const updated = vi.spyOn(notifications, 'update').mockReturnValue('');
  handleEvent(client, { type: 'plugin', plugin: 'a', message: 'One', progress: 33.4 });
  handleEvent(client, { type: 'plugin', plugin: 'a', message: 'Two', progress: 100 });
  expect(new Set(shown.mock.calls.map(([{ id }]) => id)).size).toBe(1);
  expect(updated.mock.calls.map(([{ message }]) => message)).toEqual(['One · 33 %', 'Two · 100 %']);
});

test('a message without text is no toast', () => {
  const shown = vi.spyOn(notifications, 'show').mockReturnValue('');
  handleEvent(client, { type: 'plugin', plugin: 'a', progress: 5 });
  handleEvent(client, { type: 'plugin', plugin: 'a', message: ' ' });
  expect(shown).not.toHaveBeenCalled();
});
