/** Runs of the last days, schedules, and plugins that are switched on: a mock that has been in use. */

const MINUTE = 60_000;

/** 16 × 16 pixels. */
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="teal"/></svg>';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAH0lEQVR42mNkYPhfz0AEYBxVSF+FAP0YAwYGRtSwAAD8/wP9ZfqyRwAAAABJRU5ErkJggg==',
  'base64',
);

const ENDS = [
  { outcome: 'succeeded', result: { status: 'success', message: 'Exported 150 channels' } },
  { outcome: 'succeeded', result: { status: 'success', message: 'Nothing new' } },
  { outcome: 'warned', result: { status: 'warning', message: '3 channels have no guide' } },
  { outcome: 'failed', error: 'HTTPError: 403 Forbidden from provider.example' },
  { outcome: 'cancelled', ended_by: 'asked', result: { status: 'warning', message: 'Stopped' } },
  { outcome: 'timed_out', ended_by: 'interrupted', error: 'it ran longer than 60 s' },
  { outcome: 'worker_died', error: 'its process ended with code 3' },
  { outcome: 'lost', error: 'the server ended while it was running' },
];

const STARTS = [
  { trigger: 'user', by: 'admin' },
  { trigger: 'schedule', by: null },
  { trigger: 'event', by: null, event: 'm3u_refresh' },
  { trigger: 'api_key', by: 'home automation' },
];

const WHAT = [
  ['channel_exporter', 'export'],
  ['programme_cleanup', 'vacuum_database'],
  ['countdown', 'count'],
  ['every_field', 'table'],
];

export function pastRuns(state, runs) {
  for (const key of [
    'channel_exporter',
    'countdown',
    'every_field',
    'workshop',
    'programme_cleanup',
  ]) {
    const plugin = state.plugins.find((candidate) => candidate.key === key);
    Object.assign(plugin, { enabled: true, ever_enabled: true, trusted: true, loaded: true });
    Object.assign(plugin, { state: 'running', accepted: [...plugin.capabilities] });
  }
  for (let index = 120; index > 0; index -= 1) pastRun(state, runs, index);
  report(state, runs);
  schedules(state);
}

function pastRun(state, runs, index) {
  const [key, action] = WHAT[index % WHAT.length];
  const { result = null, ...end } = ENDS[Math.floor(index / 3) % ENDS.length];
  const at = Date.now() - index * 37 * MINUTE;
  const took = 300 + ((index * 7919) % 90_000);
  const plugin = state.plugins.find((candidate) => candidate.key === key);
  const run = runs.add(plugin, action, {
    id: runs.nextRunId(at),
    ...STARTS[index % STARTS.length],
    ...end,
    status: 'finished',
    message: result?.message ?? null,
    queued_at: new Date(at).toISOString(),
    started_at: new Date(at).toISOString(),
    ended_at: new Date(at + took).toISOString(),
    duration_ms: took,
    peak_bytes: 52_000_000,
    cpu_seconds: took / 9000,
    result_bytes: result === null ? null : 80,
  });
  run.detail.result = result;
  runs.log(run, 'INFO', `Run ${index} began`);
  if (end.error)
    runs.log(run, 'ERROR', end.error, `Traceback (most recent call last):\n${end.error}`);
}

/** One with everything that a result can hold. */
function report(state, runs) {
  const plugin = state.plugins.find(({ key }) => key === 'channel_exporter');
  const now = new Date().toISOString();
  const rows = Array.from({ length: 140 }, (_, index) => ({
    channel: `News ${index + 1}`,
    number: index + 1,
    group: index % 2 === 0 ? 'News' : 'Sports',
    bitrate: 4200 - index * 13,
    guide: index % 7 !== 6,
  }));
  const run = runs.add(plugin, 'export', {
    by: 'admin',
    status: 'finished',
    outcome: 'succeeded',
    message: 'Exported 140 channels',
    ended_at: now,
    duration_ms: 4210,
    peak_bytes: 61_400_000,
    cpu_seconds: 1.37,
    result_bytes: 14_200,
  });
  run.detail.params = { group: 'News', include_disabled: false };
  run.detail.settings = { group_filter: '', output_path: '/app/data/exports', api_key: '********' };
  run.detail.result = {
    status: 'success',
    message: 'Exported 140 channels',
    exported: 140,
    skipped: 3,
    without_guide: 20,
    playlist: 'News and sports',
    data: {
      channels: rows,
      groups: { News: { ids: [1, 3, 5], ok: true }, Sports: { ids: [2, 4] } },
    },
  };
  const file = (path, text, rest = {}) => {
    const name = path.split('/').at(-1);
    const index = run.files.length;
    run.files.push({ index, path, name, bytes: text.length, problem: null, text, ...rest });
  };
  file(
    '/app/data/exports/channels.m3u',
    '#EXTM3U\n#EXTINF:-1 tvg-id="news1",News 1\nhttp://…\n'.repeat(40),
  );
  file('/app/data/exports/preview.png', PNG, { type: 'image/png' });
  file('/app/data/exports/logo.svg', PICTURE, { type: 'image/svg+xml' });
  file('/etc/passwd', '', { bytes: null, problem: 'lies outside of the folders for exports' });
  for (const [level, message, traceback] of [
    ['INFO', 'Reading 143 channels'],
    ['DEBUG', 'SELECT … FROM dispatcharr_channels_channel'],
    ['WARNING', '3 channels have no stream and are skipped: Films 4, Films 9, Children 2'],
    [
      'ERROR',
      'Could not read the logo of News 7',
      'Traceback (most recent call last):\n  File "plugin.py", line 41, in logo\n    return urlopen(url)\nURLError: timed out',
    ],
    [
      'INFO',
      'Wrote /app/data/exports/channels.m3u, which is long enough a sentence to be wrapped on every screen that is not very wide, and then some',
    ],
  ]) {
    runs.log(run, level, message, traceback ?? null);
  }
}

function schedules(state) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const common = { source: 'host', params: {}, timezone: zone, enabled: true, created_by: 'admin' };
  const made = { ...common, created_at: new Date().toISOString(), missed: [] };
  const missed = [
    {
      due_at: new Date(Date.now() - 90 * MINUTE).toISOString(),
      count: 1,
      reason: 'the server was not running',
    },
    {
      due_at: new Date(Date.now() - 900 * MINUTE).toISOString(),
      count: 4,
      reason: 'the run before was not over',
    },
  ];
  state.schedules.push(
    {
      ...made,
      id: 901,
      plugin: 'channel_exporter',
      action: 'export',
      cron: '30 3 * * *',
      every_seconds: null,
    },
    {
      ...made,
      id: 902,
      plugin: 'countdown',
      action: 'count',
      params: { steps: 5 },
      cron: null,
      every_seconds: 1800,
      missed,
    },
    {
      ...made,
      id: 903,
      plugin: 'programme_cleanup',
      action: 'vacuum_database',
      cron: '0 4 * * 0',
      every_seconds: null,
      enabled: false,
      timezone: 'America/New_York',
    },
    {
      id: null,
      source: 'beat',
      name: 'every-field-hourly',
      task: 'every_field.tasks.refresh',
      cron: null,
      every_seconds: 3600,
      timezone: 'UTC',
      enabled: true,
      next_at: new Date(Date.now() + 20 * MINUTE).toISOString(),
      last_at: new Date(Date.now() - 40 * MINUTE).toISOString(),
      total_run_count: 1204,
      missed: [],
      plugin: 'every_field',
    },
  );
}
