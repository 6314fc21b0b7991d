/** What happened on the mock, and what of it was told to plugins. */
import { find } from './refusal.mjs';

const HOUR = 3_600_000;

/** `withHistory`: as if it had been running for days. */
export function makeEvents(withHistory) {
  return withHistory
    ? { events: pastEvents(), deliveries: pastDeliveries() }
    : { events: [], deliveries: [] };
}

export const eventRoutes = (state) => [
  ['GET', 'core/system-events', (_, __, ___, query) => listEvents(state, query)],
  ['GET', 'plugins/deliveries', (_, __, ___, query) => listDeliveries(state, query)],
  ['GET', 'plugins/plugins/:key/handlers', ([key]) => ({ handlers: handlersOf(find(state, key)) })],
];

function listEvents({ events }, query) {
  const [limit, offset] = ['limit', 'offset'].map((name) => Number(query.get(name) ?? 0));
  const type = query.get('event_type');
  const found = events.filter(({ event_type }) => type === null || event_type === type);
  const shown = found.slice(offset, offset + (limit || 100));
  return { events: shown, count: shown.length, total: found.length, offset, limit };
}

function listDeliveries({ deliveries }, query) {
  const size = Number(query.get('page_size') ?? 50);
  const first = (Number(query.get('page') ?? 1) - 1) * size;
  const found = deliveries.filter((delivery) =>
    ['plugin', 'event'].every((name) => !query.has(name) || delivery[name] === query.get(name)),
  );
  const results = found.slice(first, first + size);
  return { count: found.length, next: null, previous: null, results };
}

function handlersOf({ actions }) {
  return actions.flatMap(({ id, events = [] }) =>
    events.map((event) => ({
      event,
      action: id,
      slow: id === 'sharpen',
      failures_in_a_row: id === 'sharpen' ? 3 : 0,
      paused_until: id === 'sharpen' ? new Date(Date.now() + HOUR / 4).toISOString() : null,
    })),
  );
}

function pastEvents() {
  const kinds = [
    ['m3u_refresh', { account_name: 'Sample', streams_created: 4, elapsed_time: 3.2 }],
    ['channel_start', { stream_name: 'News 1', user_agent: 'VLC/3.0.20' }],
    [
      'client_connect',
      { client_ip: '192.168.1.20', username: null, client_id: 'c-1', port: 51234, path: '/proxy' },
    ],
    ['epg_refresh', { source_name: 'Sample guide', programs: 6000, channels: 150 }],
    ['login_success', { user: 'admin', client_ip: '192.168.1.20' }],
  ];
  return Array.from({ length: 80 }, (_, index) => {
    const [event_type, details] = kinds[index % kinds.length];
    const isOfChannel = event_type === 'channel_start';
    return {
      id: 80 - index,
      event_type,
      timestamp: new Date(Date.now() - index * HOUR * 0.7).toISOString(),
      channel_id: isOfChannel ? '00000000-0000-4000-8000-000000000001' : null,
      channel_name: isOfChannel ? 'News 1' : null,
      details,
    };
  });
}

function pastDeliveries() {
  const ends = [
    { status: 'delivered', outcome: 'succeeded', duration_ms: 120 },
    { status: 'delivered', outcome: 'succeeded', duration_ms: 14_800, slow: true },
    { status: 'delivered', outcome: 'failed', duration_ms: 90 },
    { status: 'skipped', detail: 'paused after 3 failures in a row' },
    { status: 'dropped', detail: 'more than 100 were waiting' },
  ];
  return Array.from({ length: 33 }, (_, index) => ({
    id: 33 - index,
    event: 'm3u_refresh',
    plugin: index % 2 === 0 ? 'workshop' : 'every_field',
    action: index % 2 === 0 ? 'sharpen' : 'tree',
    run_id: null,
    detail: null,
    at: new Date(Date.now() - index * HOUR).toISOString(),
    outcome: null,
    duration_ms: null,
    slow: false,
    ...ends[index % ends.length],
  }));
}
