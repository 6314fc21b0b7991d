/** Plugins of every kind, and what their actions do. */
import { readFileSync } from 'node:fs';

const field = (id, label, type, rest = {}) => ({ id, label, type, ...rest });

/** A plugin as the mock keeps it; `view` of `plugins.mjs` makes of it what the API shows. */
export const makePlugin = (key, name, rest = {}) => ({
  key,
  name,
  folder: key,
  version: '1.0.0',
  description: '',
  author: 'Pluggarr',
  help_url: '',
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
  slug: '',
  is_managed: false,
  installed_version_is_prerelease: false,
  update_available: false,
  latest_version: null,
  deprecated: false,
  navigation: false,
  load_error: null,
  state: 'stopped',
  manifest_version: 0,
  license: '',
  repo_url: '',
  problems: [],
  reload_offered: false,
  // What the API does not show as it is.
  capabilities: [],
  accepted: rest.ever_enabled ? (rest.capabilities ?? []) : [],
  readme: null,
  replaced: null,
  versions: [],
  ...rest,
});

/** A plugin that the browser tests put on the real server, so that the same steps work on both. */
function testPlugin(key) {
  const read = (file) =>
    readFileSync(new URL(`../../e2e/plugins/${key}/${file}`, import.meta.url), 'utf8');
  const { name, ...manifest } = JSON.parse(read('plugin.json'));
  const readme = key === 'workshop' ? read('README.md') : null;
  return makePlugin(key, name, { ...manifest, readme });
}

export function makePlugins() {
  return [
    makePlugin('hello_world', 'Hello World', {
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
    makePlugin('channel_exporter', 'Channel Exporter', {
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
    makePlugin('live_ticker', 'Live Ticker', {
      description: 'Reports its progress while it works',
      actions: [{ id: 'start', label: 'Start', description: 'Counts, live' }],
    }),
    makePlugin('programme_cleanup', 'Database Maintenance', {
      description: 'Deletes old programmes and gives the space back',
      actions: [{ id: 'vacuum_database', label: 'Vacuum Database', confirm: true }],
    }),
    makePlugin('every_field', 'Every Field', {
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
    makePlugin('fails', 'Fails', {
      description: 'Raises, sleeps past its limit, and ends its own process.',
      actions: [
        { id: 'raises', label: 'Raise', button_color: 'red' },
        { id: 'sleeps', label: 'Sleep' },
        { id: 'exits', label: 'Exit' },
      ],
    }),
    makePlugin('own_page', 'Own Page', {
      description: 'Asks for an entry in the sidebar.',
      navigation: true,
      enabled: true,
      ever_enabled: true,
      trusted: true,
      loaded: true,
      state: 'running',
      fields: [field('title', 'Title', 'string', { default: 'A page of its own' })],
    }),
    makePlugin('broken', 'Broken', {
      enabled: true,
      ever_enabled: true,
      trusted: true,
      load_error: "ModuleNotFoundError: No module named 'no_such_module'",
      load_traceback:
        'Traceback (most recent call last):\n  File "plugin.py", line 1, in <module>\n    import no_such_module\nModuleNotFoundError: No module named \'no_such_module\'',
    }),
    makePlugin('faulty', 'Faulty', {
      description: 'Declares more than it should.',
      enabled: true,
      ever_enabled: true,
      trusted: true,
      loaded: true,
      state: 'running',
      reload_offered: true,
      capabilities: ['background_tasks', 'persistent_service'],
      accepted: ['background_tasks'],
      replaced: {
        plugin: makePlugin('faulty', 'Faulty', { version: '0.9.0' }),
        at: '2026-03-01T10:00:00Z',
      },
      problems: [
        {
          path: 'plugin.json: fields[2].type',
          line: 14,
          message: 'no type “hologram”',
          hint: 'One of string, number, boolean, select, multiselect, text, info, section, table, file.',
        },
        { path: 'fields[0].min', message: 'not a number: "one"' },
      ],
      fields: [
        field('_section_only', 'A heading without sections', 'info'),
        field('a', 'A', 'string'),
      ],
    }),
    testPlugin('workshop'),
    testPlugin('countdown'),
    makePlugin('gone', 'Gone', { missing: true, ever_enabled: true, trusted: true }),
  ];
}
