/**
 * What the mock server knows: plugins of every kind, channels and a guide around now.
 *
 * For developing and testing the UI without the real server. Never part of the bundle.
 */

const field = (id, label, type, rest = {}) => ({ id, label, type, ...rest });

const plugin = (key, name, rest = {}) => ({
  key,
  name,
  version: '1.0.0',
  description: '',
  author: 'Pluggarr',
  help_url: null,
  enabled: false,
  ever_enabled: false,
  fields: [],
  settings: {},
  actions: [],
  missing: false,
  trusted: false,
  loaded: false,
  legacy: false,
  logo_url: null,
  source_repo: null,
  source_repo_name: null,
  is_official_repo: false,
  slug: null,
  is_managed: false,
  installed_version_is_prerelease: false,
  update_available: false,
  latest_version: null,
  deprecated: false,
  navigation: false,
  load_error: null,
  state: 'stopped',
  ...rest,
});

const merged = (plugin) => ({
  ...Object.fromEntries(plugin.fields.map(({ id, default: value }) => [id, value])),
  ...plugin.settings,
});

/** What each plugin's `run()` does, by `key/action`; throwing stands for a plugin that raises. */
export const RUNS = {
  'hello_world/say_hello': (plugin) => {
    const { greeting, enabled } = merged(plugin);
    return enabled
      ? { status: 'success', message: `${greeting}, World!` }
      : { status: 'error', message: 'Greeting is disabled in settings' };
  },
  'channel_exporter/export': () => ({
    status: 'success',
    message: 'Exported 150 channels',
    file: '/app/data/exports/channels.m3u',
  }),
  'live_ticker/start': async (_, tell) => {
    for (const progress of [25, 50, 75, 100]) {
      tell({ type: 'plugin', plugin: 'live_ticker', message: `Step ${progress / 25}`, progress });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return { status: 'success', message: '150 channels in 6 groups' };
  },
  'programme_cleanup/vacuum_database': () => ({ status: 'success', message: 'Vacuumed' }),
  'every_field/table': () => ({
    status: 'ok',
    message: 'Three rows',
    data: [
      { channel: 'One', bitrate: 4200, ok: true },
      { channel: 'Two', bitrate: 3100, ok: true },
      { channel: 'Three', bitrate: 0, ok: false },
    ],
  }),
  'every_field/tree': () => ({
    status: 'queued',
    message: 'Queued',
    data: { counts: { added: 4, removed: [1, 2, 3] }, note: 'a tree' },
  }),
  'every_field/skip': () => ({ status: 'skipped', message: 'Nothing to do' }),
  'every_field/odd': () => ({ status: 'info', message: 'A word nobody agreed on' }),
  'every_field/slow': async () => {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    return { status: 'done', message: 'Took its time' };
  },
  'fails/raises': () => {
    throw {
      status: 500,
      body: {
        success: false,
        error: 'division by zero',
        outcome: 'failed',
        traceback:
          'Traceback (most recent call last):\n  File "plugin.py", line 12, in run\n    1 / 0\nZeroDivisionError: division by zero',
      },
    };
  },
  'fails/sleeps': () => {
    throw {
      status: 500,
      body: {
        success: false,
        error: 'plugin `fails` did not finish `sleeps` within 2s',
        outcome: 'timed_out',
      },
    };
  },
  'fails/exits': () => {
    throw {
      status: 500,
      body: {
        success: false,
        error: 'the process of plugin `fails` ended with code 3 during `exits`',
        outcome: 'worker_died',
      },
    };
  },
};

export function makePlugins() {
  return [
    plugin('hello_world', 'Hello World', {
      description: 'A simple example plugin',
      legacy: true,
      fields: [
        field('greeting', 'Greeting Message', 'string', {
          default: 'Hello',
          help_text: 'The greeting to display',
        }),
        field('enabled', 'Enable Greeting', 'boolean', { default: true }),
      ],
      actions: [{ id: 'say_hello', label: 'Say Hello', description: 'Prints a greeting message' }],
    }),
    plugin('channel_exporter', 'Channel Exporter', {
      description: 'Export channels to M3U format',
      fields: [
        field('include_disabled', 'Include Disabled Channels', 'boolean', {
          default: false,
          section: 'Export Options',
        }),
        field('group_filter', 'Group Filter', 'string', {
          default: '',
          help_text: 'Only export channels from this group (leave empty for all)',
          section: 'Export Options',
        }),
        field('output_path', 'Output Path', 'string', {
          default: '/app/data/exports/channels.m3u',
          section: 'Advanced',
        }),
      ],
      actions: [
        {
          id: 'export',
          label: 'Export Channels',
          description: 'Generate M3U file with current channels',
        },
      ],
    }),
    plugin('live_ticker', 'Live Ticker', {
      description: 'Reports its progress while it works',
      actions: [{ id: 'start', label: 'Start', description: 'Counts, live' }],
    }),
    plugin('programme_cleanup', 'Database Maintenance', {
      description: 'Deletes old programmes and gives the space back',
      actions: [{ id: 'vacuum_database', label: 'Vacuum Database', confirm: true }],
    }),
    plugin('every_field', 'Every Field', {
      author: 'A Person With Quite a Long Name',
      description: 'Has one field of every type, and an action for every way to end.',
      help_url: 'https://example.org/help',
      fields: [
        field('_section_basic', 'Basics', 'info'),
        field('name', 'Name', 'string', { placeholder: 'Anything' }),
        field('secret', 'API key', 'string', { input_type: 'password', default: 'hunter2' }),
        field('count', 'Count', 'number', { min: 1, max: 10, step: 1, help_text: 'One to ten' }),
        field('mode', 'Mode', 'select', {
          default: 2,
          options: [
            { value: '1', label: 'Fast' },
            { value: '2', label: 'Normal' },
            { value: '3', label: 'Thorough' },
          ],
        }),
        field('rules', 'Rules', 'text', { default: 'one\ntwo', section: 'Rules' }),
        field('note', 'Good to know', 'info', {
          value: 'Text between the fields.',
          section: 'Rules',
        }),
        field('grid', 'Grid', 'table', { section: 'Rules' }),
      ],
      settings: { _last_run: 'yesterday' },
      actions: [
        {
          id: 'table',
          label: 'Show a table',
          button_label: 'Table',
          button_variant: 'outline',
          button_color: 'teal',
        },
        { id: 'tree', label: 'Queue something', events: ['m3u_refresh'] },
        { id: 'skip', label: 'Skip', button_variant: 'light' },
        { id: 'odd', label: 'Odd word', button_variant: 'default' },
        { id: 'slow', label: 'Slow', description: 'Takes two and a half seconds' },
      ],
    }),
    plugin('fails', 'Fails', {
      description: 'Raises, sleeps past its limit, and ends its own process.',
      actions: [
        { id: 'raises', label: 'Raise', button_color: 'red' },
        { id: 'sleeps', label: 'Sleep' },
        { id: 'exits', label: 'Exit' },
      ],
    }),
    plugin('own_page', 'Own Page', {
      description: 'Asks for an entry in the sidebar.',
      navigation: true,
      enabled: true,
      ever_enabled: true,
      trusted: true,
      loaded: true,
      state: 'running',
      fields: [field('title', 'Title', 'string', { default: 'A page of its own' })],
    }),
    plugin('broken', 'Broken', {
      enabled: true,
      ever_enabled: true,
      trusted: true,
      load_error: "ModuleNotFoundError: No module named 'no_such_module'",
      load_traceback:
        'Traceback (most recent call last):\n  File "plugin.py", line 1, in <module>\n    import no_such_module\nModuleNotFoundError: No module named \'no_such_module\'',
    }),
    plugin('gone', 'Gone', { missing: true, ever_enabled: true, trusted: true }),
  ];
}

const GROUPS = ['News', 'Sports', 'Films', 'Children', 'Music', 'Documentaries'];

export function makeGroups() {
  return GROUPS.map((name, index) => ({ id: index + 1, name, channel_count: 25 }));
}

export function makeChannels(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    uuid: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    name: `${GROUPS[index % GROUPS.length]} ${Math.floor(index / GROUPS.length) + 1}`,
    channel_number: index + 1,
    channel_group_id: (index % GROUPS.length) + 1,
    tvg_id: index % 7 === 6 ? null : `ch${index + 1}.example`,
    epg_data_id: index % 7 === 6 ? null : index + 1,
    logo_id: null,
    streams: index % 5 === 0 ? [index + 1, index + 1001] : [index + 1],
  }));
}

export function makeGuide(channels, now) {
  const half = 30 * 60_000;
  const first = Math.floor(now / half) * half - 2 * half;
  const programmes = [];
  for (const channel of channels) {
    if (channel.tvg_id === null) continue;
    let start = first;
    for (let number = 1; start < first + 50 * half; number += 1) {
      const end = start + (1 + ((channel.id + number) % 4)) * half;
      programmes.push({
        id: programmes.length + 1,
        start_time: new Date(start).toISOString(),
        end_time: new Date(end).toISOString(),
        title: `${channel.name}: part ${number}`,
        sub_title: number % 3 === 0 ? 'With a sub-title' : '',
        description: `What happens in part ${number}.`,
        tvg_id: channel.tvg_id,
      });
      start = end;
    }
  }
  return programmes;
}
