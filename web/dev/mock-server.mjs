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
import { Download } from './mock/download.mjs';
import { eventRoutes, makeEvents } from './mock/events.mjs';
import { importRoutes } from './mock/import.mjs';
import { makeMedia, mediaRoutes } from './mock/media.mjs';
import { peopleRoutes, userOf } from './mock/people.mjs';
import { makePlugins } from './mock/plugin-data.mjs';
import { pluginRoutes } from './mock/plugins.mjs';
import { pastRuns } from './mock/run-history.mjs';
import { logRoutes, LogFollowers } from './mock/run-logs.mjs';
import { Reply } from './mock/refusal.mjs';
import { runRoutes } from './mock/run-routes.mjs';
import { Runs } from './mock/runs.mjs';
import { scheduleRoutes } from './mock/schedules.mjs';
import { settingsRoutes } from './mock/settings.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** `plugins`: others than the usual ones. `withHistory`: as if it had been running for days. */
export function startMock({ port = 0, plugins = makePlugins(), withHistory = false } = {}) {
  const state = {
    users: new Map(),
    plugins,
    trash: [],
    watch: { enabled: true, active: true, message: '' },
    ...makeMedia(),
    ...makeEvents(withHistory),
    schedules: [],
    nextId: 3,
  };
  const sockets = new WebSocketServer({ noServer: true });
  const tell = (data) => {
    const frame = JSON.stringify({ type: 'update', data });
    for (const socket of sockets.clients) socket.send(frame);
  };
  const followers = new LogFollowers();
  const runs = new Runs(tell, (lines) => followers.note(lines));
  if (withHistory) pastRuns(state, runs);

  const routes = [
    ...peopleRoutes(state),
    ['GET', 'core/system', () => system()],
    // Before the routes with a key: `import` and `trash` are none.
    ...importRoutes(state, tell),
    ...runRoutes(state, runs),
    ...logRoutes(state, runs),
    ...scheduleRoutes(state, runs),
    ...eventRoutes(state),
    ...pluginRoutes(state, tell),
    ...settingsRoutes(state, tell),
    ...mediaRoutes(state, tell),
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
      client.on('message', (text) => followers.asked(client, JSON.parse(text)));
      client.on('close', () => followers.gone(client));
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const close = () => {
        followers.stop();
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
    const body = await readBody(request);
    try {
      const value = await handle(
        match.slice(1).map(decodeURIComponent),
        body,
        user,
        url.searchParams,
        request.headers,
      );
      if (value instanceof Download) {
        response.writeHead(200, value.headers);
        return response.end(value.bytes);
      }
      if (value instanceof Reply) return send(response, value.status, value.body);
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

/** JSON as what it says, a form as its parts by name. */
async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) {
    const form = new Response(bytes, { headers: { 'Content-Type': type } });
    return Object.fromEntries(await form.formData());
  }
  return bytes.length === 0 ? {} : JSON.parse(bytes.toString());
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({ port: Number(process.argv[2] ?? 9192), withHistory: true });
  console.log(`Mock server at ${url}`);
}
