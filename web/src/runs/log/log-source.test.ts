import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LogQuery } from '../../api/run-logs';
import type { LogLine, LogPage } from '../../api/run-types';
import { LogBuffer } from './log-buffer';
import { levelOf, matches } from './level';
import { LogSource } from './log-source';

const aLine = (id: number, rest: Partial<LogLine> = {}): LogLine => ({
  id,
  at: '2026-03-01T10:00:00Z',
  level: 'INFO',
  logger: 'plugins.a',
  message: `line ${id}`,
  traceback: null,
  stream: null,
  run_id: 'r',
  ...rest,
});
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => aLine(from + index));

/** A server with these lines, and the two ways to it. */
function aServer(stored: LogLine[]) {
  const asked: LogQuery[] = [];
  let open: () => void = () => undefined;
  let send: (lines: LogLine[]) => void = () => undefined;
  return {
    asked,
    stored,
    open: () => open(),
    send: (next: LogLine[]) => send(next),
    ways: {
      fetch: (query: LogQuery): Promise<LogPage> => {
        asked.push(query);
        const found = stored.filter((line) => matches(line, query.level, query.search));
        const { after, limit } = query;
        const later =
          after === undefined ? found.slice(-limit) : found.filter(({ id }) => id > after);
        const page = later.slice(0, limit);
        const next = later.length > limit ? (page.at(-1)?.id ?? null) : null;
        return Promise.resolve({ lines: page, next, total: found.length });
      },
      follow: (onOpen: () => void, onLines: (lines: LogLine[]) => void) => {
        [open, send] = [onOpen, onLines];
        onOpen();
        return () => undefined;
      },
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(5000);
const ids = (source: LogSource) => source.snapshot().lines.map(({ id }) => id);
const range = (from: number, to: number) => lines(from, to).map(({ id }) => id);

function started(server: ReturnType<typeof aServer>, filter = { level: '', search: '' }) {
  const source = new LogSource(server.ways, filter);
  source.start();
  return source;
}

test('the newest lines come first, and the earlier ones when asked for', async () => {
  const source = started(aServer(lines(1, 1200)));
  await settle();
  expect(ids(source)).toEqual(range(701, 1200));
  expect(source.snapshot().earlier).toBe(700);
  await source.loadEarlier();
  expect(ids(source)).toEqual(range(1, 1200));
  expect(source.snapshot().earlier).toBe(0);
});

test('a line that comes both ways is there once', async () => {
  const server = aServer(lines(1, 3));
  const source = started(server);
  server.send([aLine(3), aLine(4)]);
  server.stored.push(aLine(4));
  await settle();
  expect(ids(source)).toEqual([1, 2, 3, 4]);
});

test('a line written before anybody listened and after the question is not lost', async () => {
  const server = aServer(lines(1, 3));
  const source = started(server);
  await vi.advanceTimersByTimeAsync(10);
  // Neither in the first answer nor sent; what follows it is.
  server.stored.push(aLine(4), aLine(5));
  server.send([aLine(5)]);
  await settle();
  expect(ids(source)).toEqual([1, 2, 3, 4, 5]);
});

test('what was missed while the connection was lost is asked for, from the last line on', async () => {
  const server = aServer(lines(1, 3));
  const source = started(server);
  await settle();
  server.stored.push(...lines(4, 3000));
  server.asked.length = 0;
  server.open();
  server.send([aLine(3001)]);
  await settle();
  expect(ids(source)).toEqual(range(1, 3001));
  expect(server.asked[0]?.after).toBe(3);
});

test('once it is complete it asks no more', async () => {
  const server = aServer(lines(1, 3));
  started(server);
  await settle();
  server.asked.length = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toEqual([]);
});

test('live lines are held against the filter too', async () => {
  const server = aServer([]);
  const source = started(server, { level: 'warning', search: 'disk' });
  await settle();
  server.send([
    aLine(1, { level: 'INFO', message: 'disk' }),
    aLine(2, { level: 'ERROR', message: 'Disk full' }),
    aLine(3, { level: 'ERROR', message: 'no', traceback: 'at disk.py' }),
    aLine(4, { level: 'ERROR', message: 'no' }),
  ]);
  expect(ids(source)).toEqual([2, 3]);
});

test('a log that is only watched keeps its end', async () => {
  const server = aServer([]);
  const source = started(server);
  await settle();
  for (let id = 1; id <= 30_000; id += 100) server.send(lines(id, id + 99));
  const state = source.snapshot();
  expect(state.lines.length).toBeLessThanOrEqual(12_000);
  expect(state.lines.length + state.earlier).toBe(30_000);
  expect(state.lines.at(-1)?.id).toBe(30_000);
});

test('a failure is told, and asked again until it is none', async () => {
  const server = aServer(lines(1, 2));
  const { fetch } = server.ways;
  server.ways.fetch = () => Promise.reject(new Error('away'));
  const source = started(server);
  await vi.advanceTimersByTimeAsync(10);
  expect(source.snapshot().status).toBe('failed');
  server.ways.fetch = fetch;
  await settle();
  expect(source.snapshot()).toMatchObject({ status: 'ready', error: null });
  expect(ids(source)).toEqual([1, 2]);
});

test('late lines find their place', () => {
  const buffer = new LogBuffer();
  expect(buffer.merge([aLine(1), aLine(5)])).toBe(2);
  expect(buffer.merge([aLine(3), aLine(3), aLine(5), aLine(6)])).toBe(2);
  expect(buffer.lines.map(({ id }) => id)).toEqual([1, 3, 5, 6]);
});

test.each([
  ['WARNING', 'warning'],
  ['warn', 'warning'],
  ['trace', 'debug'],
  [30, 'warning'],
  [20, 'info'],
  [25, 'info'],
  [50, 'critical'],
  ['Notice', 'info'],
] as const)('level %j is %s', (level, known) => {
  expect(levelOf(level)).toBe(known);
});

test('stopped and started again it goes on', async () => {
  const server = aServer(lines(1, 3));
  const source = started(server);
  source.stop();
  source.start();
  await settle();
  server.stored.push(aLine(4));
  source.stop();
  source.start();
  await settle();
  expect(ids(source)).toEqual([1, 2, 3, 4]);
});
