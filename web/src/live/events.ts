/** What each live message means for this page: which answers are stale, which toast is due. */
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import { pluginKey, pluginsKey } from '../api/plugins';
import type { Plugin } from '../api/types';
import { activityKey } from '../api/plugin-runs';
import { toneOf } from '../runs/outcome';
import { logFollow } from './log-follow';
import { noteProgress } from './progress';
import { noteManyRuns, noteRun } from './run-events';
import type { LiveMessage } from './socket';

const CHANNEL_QUERIES = ['channels', 'groups', 'guide'];

export function handleEvent(client: QueryClient, message: LiveMessage): void {
  const stale = (...keys: string[]) =>
    keys.forEach((key) => void client.invalidateQueries({ queryKey: [key] }));

  switch (message.type) {
    case 'plugins_reloaded':
    case 'plugins_changed':
    case 'plugin_fields_changed':
      stale(...pluginsKey);
      break;
    case 'plugin_enabled_changed':
    case 'plugin_settings_changed':
      stale(...pluginsKey);
      // What a plugin computes may depend on its settings; whoever looks at it has it asked anew.
      if (typeof message['plugin'] === 'string') {
        void client.invalidateQueries({ queryKey: pluginKey(message['plugin']) });
      }
      break;
    case 'm3u_refresh':
      if (noteProgress('m3u', message)) stale('m3u-accounts', ...CHANNEL_QUERIES);
      break;
    case 'epg_refresh':
      if (noteProgress('epg', message)) stale('epg-sources', 'guide');
      break;
    case 'channels_created':
      stale(...CHANNEL_QUERIES);
      break;
    case 'plugin_run':
      noteRun(client, message);
      break;
    case 'plugin_runs_changed':
      noteManyRuns(client);
      break;
    case 'plugin_activity':
      if (typeof message['plugin'] === 'string') {
        void client.invalidateQueries({ queryKey: activityKey(message['plugin']) });
      }
      break;
    case 'plugin_log':
      logFollow.note(message);
      break;
    case 'plugin':
    case 'plugin_progress':
      toast(client, message);
      break;
    default:
      // Plugins may send types of their own; they are for their own clients.
      break;
  }
}

const COLORS = {
  success: 'green',
  running: 'blue',
  warning: 'yellow',
  error: 'red',
  unknown: 'gray',
};

let latest = 0;

function toast(client: QueryClient, message: LiveMessage): void {
  const { message: text, plugin: sender, progress } = message;
  if (typeof text !== 'string' || text.trim() === '') return;
  const key = typeof sender === 'string' ? sender : '';
  const plugin = client.getQueryData<Plugin[]>(pluginsKey)?.find((known) => known.key === key);
  const common = {
    title: plugin?.name ?? (key || 'Plugin'),
    color: COLORS[toneOf(message['status'])],
  };
  const words = text.slice(0, 500);
  if (typeof progress === 'number') {
    // Steps of one piece of work: one toast that moves on, and goes when the work is done.
    const step = {
      ...common,
      id: `plugin-${key}-progress`,
      message: `${words} · ${Math.round(progress)} %`,
      autoClose: progress < 100 ? 30_000 : 5000,
    };
    // Showing does nothing where it is shown already, updating nothing where it is not.
    notifications.show(step);
    notifications.update(step);
    return;
  }
  // A plugin that reports every item it works on would queue toasts for hours: keep its last three.
  latest = (latest + 1) % 3;
  const id = `plugin-${key}-${latest}`;
  notifications.hide(id);
  notifications.show({ ...common, id, message: words });
}
