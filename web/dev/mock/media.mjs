/** Channels, M3U accounts, EPG sources and the guide of the mock. */
import { makeChannels, makeGroups, makeGuide } from './media-data.mjs';
import { Refusal } from './refusal.mjs';

export const makeMedia = () => ({
  channels: makeChannels(150),
  accounts: [
    { ...account(1, { name: 'custom' }), locked: true },
    account(2, { name: 'Sample', server_url: 'http://provider.example/list.m3u' }),
  ],
  sources: [source(1, { name: 'Sample guide', url: 'http://provider.example/guide.xml' })],
});

export const mediaRoutes = (state, tell) => [
  ['GET', 'channels/channels', (_, __, ___, query) => listChannels(state, query)],
  ['GET', 'channels/groups', () => makeGroups()],
  ['GET', 'epg/grid', () => ({ data: makeGuide(state.channels, Date.now()) })],
  ['GET', 'm3u/accounts', () => state.accounts],
  ['POST', 'm3u/accounts', (_, body) => add(state, state.accounts, account, body)],
  ['DELETE', 'm3u/accounts/:id', ([id]) => drop(state.accounts, id)],
  ['POST', 'm3u/refresh/:id', ([id]) => refresh(tell, 'm3u', state.accounts, Number(id))],
  ['POST', 'm3u/accounts/:id/create-channels', () => ({ created: 12 })],
  ['GET', 'epg/sources', () => state.sources],
  ['POST', 'epg/sources', (_, body) => add(state, state.sources, source, body)],
  ['DELETE', 'epg/sources/:id', ([id]) => drop(state.sources, id)],
  ['POST', 'epg/import', (_, body) => refresh(tell, 'epg', state.sources, body.id)],
];

function listChannels(state, query) {
  const search = (query.get('search') ?? '').toLowerCase();
  const group = query.get('channel_group');
  const names = new Map(makeGroups().map(({ id, name }) => [id, name]));
  const found = state.channels.filter(
    (channel) =>
      channel.name.toLowerCase().includes(search) &&
      (group === null || names.get(channel.channel_group_id) === group),
  );
  if (!query.has('page') && !query.has('page_size')) return found;
  const size = Number(query.get('page_size') ?? 50);
  const first = (Number(query.get('page') ?? 1) - 1) * size;
  const results = found.slice(first, first + size);
  return { count: found.length, next: null, previous: null, results };
}

function account(id, { name, server_url = null, file_path = null, refresh_interval = 24 }) {
  return {
    id,
    name,
    server_url,
    file_path,
    refresh_interval,
    is_active: true,
    status: 'success',
    last_message: 'Processed 150 streams',
    updated_at: new Date().toISOString(),
    stream_count: 150,
    locked: false,
  };
}

function source(id, { name, url = null, file_path = null, refresh_interval = 24 }) {
  return {
    id,
    name,
    url,
    file_path,
    refresh_interval,
    source_type: 'xmltv',
    is_active: true,
    status: 'success',
    last_message: 'Parsed 6000 programmes',
    updated_at: new Date().toISOString(),
    epg_data_count: 150,
  };
}

function add(state, list, make, body) {
  if (!body.name) throw new Refusal(400, { name: ['This field is required.'] });
  const row = make(state.nextId, body);
  state.nextId += 1;
  list.push(row);
  return row;
}

function drop(list, id) {
  const index = list.findIndex((row) => row.id === Number(id));
  if (index < 0) throw new Refusal(404, { detail: 'Not found.' });
  list.splice(index, 1);
}

/** Tells of a refresh in ten steps over two seconds. */
function refresh(tell, kind, list, id) {
  const row = list.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Refusal(404, { detail: 'Not found.' });
  const type = `${kind}_refresh`;
  const who = kind === 'm3u' ? { account: id } : { source: id };
  row.status = 'fetching';
  for (let step = 1; step <= 10; step += 1) {
    setTimeout(() => {
      const ended = step === 10;
      if (ended) row.status = 'success';
      const action = step < 5 ? 'downloading' : 'parsing';
      const status = ended ? 'success' : action;
      tell({ type, ...who, action, progress: step * 10, status, message: `Step ${step}` });
    }, step * 200);
  }
  return { success: true, message: 'Refresh started' };
}
