/** Log lines of the mock: asked for over HTTP, and sent to those sockets that follow them. */
import { Download } from './download.mjs';
import { find } from './refusal.mjs';

const EVERY_MS = 100;
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

export function logRoutes(state, runs) {
  return [
    [
      'GET',
      'plugins/runs/:id/log',
      ([id], _, __, query) => page(runs, { run_id: runs.find(id).id }, query),
    ],
    [
      'GET',
      'plugins/plugins/:key/log',
      ([key], _, __, query) => page(runs, { plugin: find(state, key).key }, query),
    ],
  ];
}

const isOf = (of) => (line) => Object.entries(of).every(([name, id]) => line[name] === id);

function page(runs, of, query) {
  const level = LEVELS.indexOf((query.get('level') ?? 'debug').toUpperCase());
  const search = (query.get('search') ?? '').toLowerCase();
  const found = runs.lines.filter(
    (line) =>
      isOf(of)(line) &&
      LEVELS.indexOf(line.level) >= level &&
      `${line.message}\n${line.traceback ?? ''}`.toLowerCase().includes(search),
  );
  if (query.has('download')) {
    const text = found.map(({ at, level: grave, message }) => `${at} ${grave} ${message}\n`);
    return new Download(Buffer.from(text.join('')), 'text/plain', `${of.run_id ?? of.plugin}.log`);
  }
  const limit = Number(query.get('limit') ?? 500);
  if (!query.has('after')) return { lines: found.slice(-limit), next: null, total: found.length };
  const later = found.filter(({ id }) => id > Number(query.get('after')));
  const lines = later.slice(0, limit);
  return { lines, next: later.length > limit ? lines.at(-1).id : null, total: found.length };
}

/** Who follows what; lines are sent a batch at a time. */
export class LogFollowers {
  followed = new Map();
  waiting = [];
  timer = setInterval(() => this.send(), EVERY_MS).unref();

  asked(socket, { type, ...of }) {
    if (type === 'follow_log') this.followed.set(socket, of);
    if (type === 'unfollow_log') this.followed.delete(socket);
  }

  gone(socket) {
    this.followed.delete(socket);
  }

  note(lines) {
    if (this.followed.size > 0) this.waiting.push(...lines);
  }

  stop() {
    clearInterval(this.timer);
  }

  send() {
    const waiting = this.waiting;
    this.waiting = [];
    for (const [socket, of] of this.followed) {
      const lines = waiting.filter(isOf(of));
      if (lines.length === 0) continue;
      socket.send(JSON.stringify({ type: 'update', data: { type: 'plugin_log', ...of, lines } }));
    }
  }
}
