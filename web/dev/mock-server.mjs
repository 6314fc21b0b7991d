/**
 * A small server with the API of `docs/API.md` and nothing behind it, for developing and testing the UI.
 *
 * `node dev/mock-server.mjs [port]` serves the API and, where it exists, the built UI from `dist/`.
 * It keeps everything in memory, believes any token it has given out, and forgets all when it ends.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { makeChannels, makeGroups, makeGuide, makePlugins, RUNS } from './mock-data.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

class Refusal extends Error {
  constructor(status, body) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

const pluginFailure = (status, error) => new Refusal(status, { success: false, error });

export function startMock({ port = 0 } = {}) {
  const state = {
    users: new Map(),
    plugins: makePlugins(),
    channels: makeChannels(150),
    accounts: [
      { ...account(1, { name: 'custom' }), locked: true },
      account(2, { name: 'Sample', server_url: 'http://provider.example/list.m3u' }),
    ],
    sources: [source(1, { name: 'Sample guide', url: 'http://provider.example/guide.xml' })],
    nextId: 3,
  };
  const sockets = new WebSocketServer({ noServer: true });
  const tell = (data) => {
    const frame = JSON.stringify({ type: 'update', data });
    for (const socket of sockets.clients) socket.send(frame);
  };

  const routes = [
    ['GET', 'accounts/initialize-superuser', () => ({ superuser_exists: state.users.size > 0 })],
    ['POST', 'accounts/initialize-superuser', (_, body) => createAdmin(state, body)],
    ['POST', 'accounts/token', (_, body) => signIn(state, body)],
    ['POST', 'accounts/token/refresh', (_, body) => renew(body)],
    ['GET', 'accounts/users/me', (_, __, user) => ({ id: 1, username: user, user_level: 10 })],
    ['GET', 'core/system', () => system()],
    ['GET', 'plugins/plugins', () => ({ plugins: state.plugins })],
    ['POST', 'plugins/plugins/reload', () => reload(state, tell)],
    ['POST', 'plugins/plugins/:key/enabled', ([key], body) => enable(state, tell, key, body)],
    ['POST', 'plugins/plugins/:key/settings', ([key], body) => save(state, tell, key, body)],
    ['POST', 'plugins/plugins/:key/run', ([key], body) => run(state, tell, key, body)],
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
  ].map(([method, path, handle]) => ({
    method,
    pattern: new RegExp(`^/api/${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`),
    isOpen: /^accounts\/(init|token)/.test(path),
    handle,
  }));

  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error) => {
      send(response, 500, { detail: String(error) });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url, 'http://mock');
    if (url.pathname !== '/ws/' || userOf(url.searchParams.get('token')) === null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.send(JSON.stringify({ type: 'connection_established', data: { success: true } }));
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const close = () => {
        for (const socket of sockets.clients) socket.terminate();
        server.close();
        server.closeAllConnections();
      };
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close, state, tell });
    });
  });
}

async function answer(routes, request, response) {
  const url = new URL(request.url, 'http://mock');
  if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);
  for (const { method, pattern, isOpen, handle } of routes) {
    const match = pattern.exec(url.pathname);
    if (match === null || method !== request.method) continue;
    const user = userOf(request.headers.authorization?.replace('Bearer ', ''));
    if (!isOpen && user === null) {
      return send(response, 401, { detail: 'Authentication credentials were not provided.' });
    }
    const body = await readJson(request);
    try {
      const value = await handle(
        match.slice(1).map(decodeURIComponent),
        body,
        user,
        url.searchParams,
      );
      return send(response, value === undefined ? 204 : 200, value);
    } catch (error) {
      if (error.status === undefined) throw error;
      return send(response, error.status, error.body);
    }
  }
  return send(response, 404, { detail: 'Not found.' });
}

function send(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : JSON.parse(text);
}

// The real server's, so that what breaks under it breaks here too.
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; " +
  "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

async function serveFile(pathname, response) {
  const wanted = join(DIST, normalize(pathname));
  for (const file of [wanted, join(DIST, 'index.html')]) {
    const content = await readFile(file).catch(() => null);
    if (content === null) continue;
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
    });
    return response.end(content);
  }
  return send(response, 404, { detail: 'Run `npm run build` first.' });
}

const tokenFor = (kind, user) => `${kind}.${Buffer.from(user).toString('base64url')}`;

function userOf(token) {
  const [kind, user] = token?.split('.') ?? [];
  return kind === 'access' ? Buffer.from(user, 'base64url').toString() : null;
}

function createAdmin(state, { username, password }) {
  if (state.users.size > 0) throw new Refusal(403, { detail: 'Superuser already exists.' });
  state.users.set(username, password);
  return { superuser_exists: true };
}

function signIn(state, { username, password }) {
  if (state.users.get(username) !== password || password === undefined) {
    throw new Refusal(401, { detail: 'No active account found with the given credentials' });
  }
  return { access: tokenFor('access', username), refresh: tokenFor('refresh', username) };
}

function renew({ refresh: token }) {
  const [kind, user] = token?.split('.') ?? [];
  if (kind !== 'refresh') throw new Refusal(401, { detail: 'Token is invalid or expired' });
  return { access: `access.${user}` };
}

function system() {
  return {
    version: '0.29.0',
    pluggarr_version: '0.1.0-mock',
    plugins_dir: '/srv/pluggarr/plugins',
    python: { state: 'ready', message: null },
    worker_root: null,
    sqlite_version: '3.51.3',
  };
}

function find(state, key) {
  const plugin = state.plugins.find((candidate) => candidate.key === key);
  if (plugin === undefined) throw pluginFailure(404, 'Plugin not found');
  return plugin;
}

function reload(state, tell) {
  tell({ type: 'plugins_reloaded' });
  return { success: true, count: state.plugins.length };
}

function enable(state, tell, key, { enabled }) {
  const plugin = find(state, key);
  plugin.enabled = enabled;
  plugin.ever_enabled ||= enabled;
  plugin.trusted = plugin.ever_enabled;
  plugin.loaded = enabled && plugin.load_error === null;
  plugin.state = plugin.loaded ? 'running' : 'stopped';
  tell({ type: 'plugin_enabled_changed', plugin: key, enabled });
  return { success: true, enabled, ever_enabled: plugin.ever_enabled, plugin };
}

function save(state, tell, key, { settings }) {
  find(state, key).settings = settings ?? {};
  tell({ type: 'plugin_settings_changed', plugin: key });
  return { success: true, settings: settings ?? {} };
}

async function run(state, tell, key, { action }) {
  const plugin = find(state, key);
  if (!plugin.enabled) throw pluginFailure(403, 'Plugin is disabled');
  const handle = RUNS[`${key}/${action}`];
  if (handle === undefined) throw pluginFailure(500, `Unknown action: ${action}`);
  return { success: true, result: await handle(plugin, tell) };
}

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({ port: Number(process.argv[2] ?? 9192) });
  console.log(`Mock server at ${url}`);
}
