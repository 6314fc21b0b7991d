import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api/error';
import type { Field, Settings, SettingsVersion } from '../api/types';
import { Autosave, REST_MS, type SettingsStore } from './autosave';

const FIELDS: Field[] = [
  { id: 'greeting', label: 'Greeting', type: 'string', default: 'Hello' },
  { id: 'days', label: 'Days', type: 'number', default: 30, min: 1, max: 90 },
  { id: 'api_key', label: 'Key', type: 'string', secret: true },
];

/** A server whose answers the test releases one by one. */
class SlowServer implements SettingsStore {
  saves: Settings[] = [];
  asked: string[] = [];
  versions: SettingsVersion[] = [];
  private waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(public stored: Settings) {}

  merge = (changes: Settings) => {
    this.saves.push(changes);
    return this.later({ ...this.stored, ...changes });
  };

  reset = (ids: string[] | undefined) => {
    this.asked.push(`reset ${ids?.join(' ') ?? 'all'}`);
    const isKept = (id: string) => ids !== undefined && !ids.includes(id);
    return this.later(Object.fromEntries(Object.entries(this.stored).filter(([id]) => isKept(id))));
  };

  restore = (version: number) => {
    this.asked.push(`restore ${version}`);
    return this.later({ greeting: `of version ${version}` });
  };

  history = () => Promise.resolve(this.versions);

  private later(next: Settings): Promise<Settings> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        resolve: () => {
          this.stored = next;
          resolve(next);
        },
        reject,
      });
    });
  }

  async answer() {
    this.waiting.shift()?.resolve();
    await settle();
  }

  async refuse(reason: string | Error) {
    this.waiting.shift()?.reject(typeof reason === 'string' ? new Error(reason) : reason);
    await settle();
  }
}

const version = (id: number, ...fields: string[]): SettingsVersion => ({
  id,
  saved_at: '2026-01-01T00:00:00Z',
  saved_by: 'admin',
  reason: 'merged',
  is_current: false,
  changes: fields.map((field) => ({ field, label: field, before: null, after: null })),
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const rest = () => vi.advanceTimersByTimeAsync(REST_MS);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(stored: Settings = {}) {
  const server = new SlowServer(stored);
  return { server, form: new Autosave(server, FIELDS, stored) };
}

test('a burst of key presses is saved once, as the last of them', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'H');
  await vi.advanceTimersByTimeAsync(REST_MS - 1);
  form.edit('greeting', 'Hi');
  await vi.advanceTimersByTimeAsync(REST_MS - 1);
  expect(server.saves).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(server.saves).toEqual([{ greeting: 'Hi' }]);
  await server.answer();
  expect(form.snapshot()).toMatchObject({ save: { kind: 'saved' }, isDirty: false });
});

test('leaving a field saves at once', async () => {
  const { server, form } = setUp();
  form.focus('greeting');
  form.edit('greeting', 'Hi');
  form.blur();
  await settle();
  expect(server.saves).toEqual([{ greeting: 'Hi' }]);
});

test('what is typed during a save is kept and saved after it, one request at a time', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'first');
  await rest();
  form.edit('greeting', 'second');
  await rest();
  expect(server.saves).toHaveLength(1);
  expect(form.snapshot().values['greeting']).toBe('second');
  await server.answer();
  expect(server.saves).toEqual([{ greeting: 'first' }, { greeting: 'second' }]);
  await server.answer();
  expect(form.snapshot()).toMatchObject({ values: { greeting: 'second' }, isDirty: false });
});

test('only what was edited is sent, so that two tabs do not overwrite each other', async () => {
  const { server, form } = setUp({ _cache: 1, days: 5 });
  server.stored = { _cache: 2, days: 7 };
  form.edit('greeting', 'Hi');
  await rest();
  expect(server.saves).toEqual([{ greeting: 'Hi' }]);
  await server.answer();
  expect(form.snapshot().values).toMatchObject({ greeting: 'Hi', days: 7 });
});

test('what is typed and taken back is not sent', async () => {
  const { server, form } = setUp({ greeting: 'Hi' });
  form.edit('greeting', 'Hi!');
  form.edit('greeting', 'Hi');
  await rest();
  expect(server.saves).toEqual([]);
  expect(form.snapshot()).toMatchObject({
    save: { kind: 'saved', undoable: [] },
    isDirty: false,
  });
});

test('a value the server refuses is explained at its field, and the others are saved', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'Hi');
  form.edit('days', 7);
  await rest();
  await server.refuse(
    new ApiError('Invalid settings', 400, null, null, { days: 'not on a Monday' }),
  );
  expect(server.saves).toEqual([{ greeting: 'Hi', days: 7 }, { greeting: 'Hi' }]);
  await server.answer();
  expect(form.snapshot()).toMatchObject({
    values: { greeting: 'Hi', days: 7 },
    problems: { days: 'Not on a Monday' },
    isDirty: true,
  });
  form.edit('days', 8);
  expect(form.snapshot().problems).toEqual({});
  await rest();
  expect(server.saves.at(-1)).toEqual({ days: 8 });
});

test('a secret is saved when its field is left, not while it is typed', async () => {
  const { server, form } = setUp();
  form.focus('api_key');
  form.edit('api_key', 'hal');
  await rest();
  expect(server.saves).toEqual([]);
  form.edit('api_key', 'half no more');
  form.blur();
  await settle();
  expect(server.saves).toEqual([{ api_key: 'half no more' }]);
});

test('a stored secret is not shown, and leaving its field empty changes nothing', async () => {
  const { server, form } = setUp({ api_key: '********' });
  expect(form.snapshot().values['api_key']).toBe('');
  form.focus('api_key');
  form.edit('api_key', 'x');
  form.edit('api_key', '');
  form.blur();
  await settle();
  expect(server.saves).toEqual([]);
  expect(form.snapshot().isDirty).toBe(false);
});

test('a reset drops what was typed and forgets what is stored', async () => {
  const { server, form } = setUp({ greeting: 'Hi', days: 5 });
  form.edit('greeting', 'typed');
  void form.reset(['greeting']);
  await settle();
  await server.answer();
  expect(server.asked).toEqual(['reset greeting']);
  expect(server.saves).toEqual([]);
  expect(form.snapshot()).toMatchObject({
    values: { greeting: 'Hello', days: 5 },
    save: { kind: 'saved', words: 'Reset', undoable: ['greeting'] },
  });
});

test('a reset of what was never saved asks the server nothing', async () => {
  const { server, form } = setUp();
  form.edit('days', 91);
  await form.reset(['days']);
  expect(server.asked).toEqual([]);
  expect(form.snapshot()).toMatchObject({ values: { days: 30 }, problems: {}, isDirty: false });
});

test('undo restores the version before the last save', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'Hi');
  await rest();
  await server.answer();
  server.versions = [version(8, 'greeting'), version(7, 'days')];
  void form.undo();
  await settle();
  await server.answer();
  expect(server.asked).toEqual(['restore 7']);
  expect(form.snapshot()).toMatchObject({
    values: { greeting: 'of version 7' },
    save: { kind: 'saved', words: 'Undone', undoable: [] },
  });
});

test('undo does not take back what somebody else has saved since', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'Hi');
  await rest();
  await server.answer();
  server.versions = [version(9, 'days'), version(8, 'greeting')];
  await form.undo();
  expect(server.asked).toEqual([]);
  expect(form.snapshot().save.kind).toBe('refused');
});

test('a refused save says why, keeps the text and succeeds on retry', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'Hi');
  await rest();
  await server.refuse('disk full');
  expect(form.snapshot()).toMatchObject({
    values: { greeting: 'Hi' },
    save: { kind: 'failed', reason: 'disk full' },
    isDirty: true,
  });
  const flushed = form.flush();
  await settle();
  await server.answer();
  await flushed;
  expect(server.stored).toEqual({ greeting: 'Hi' });
  expect(form.snapshot().save.kind).toBe('saved');
});

test('flush rejects while the server refuses, so that an action does not run with old settings', async () => {
  const { server, form } = setUp();
  form.edit('greeting', 'Hi');
  const flushed = form.flush();
  const outcome = expect(flushed).rejects.toThrow('disk full');
  await settle();
  await server.refuse('disk full');
  await outcome;
});

test("another tab's change shows in fields that are not being edited", () => {
  const { form } = setUp({ greeting: 'old', days: 1 });
  form.edit('greeting', 'mine');
  form.receive(FIELDS, { greeting: 'theirs', days: 2 });
  expect(form.snapshot().values).toMatchObject({ greeting: 'mine', days: 2 });
});

test('the field with the cursor is not changed from outside until it is left', () => {
  const { form } = setUp({ greeting: 'old' });
  form.focus('greeting');
  form.receive(FIELDS, { greeting: 'theirs' });
  expect(form.snapshot().values['greeting']).toBe('old');
  form.blur();
  expect(form.snapshot().values['greeting']).toBe('theirs');
});

test('a number out of range is shown, explained and not saved', async () => {
  const { server, form } = setUp({ days: 5 });
  form.edit('days', 91);
  await rest();
  expect(server.saves).toEqual([]);
  expect(form.snapshot()).toMatchObject({
    values: { days: 91 },
    problems: { days: 'Must be at most 90' },
    isDirty: true,
  });
});

test('flush rejects while a field needs another value, and names it', async () => {
  const { form } = setUp();
  form.edit('days', 91);
  await expect(form.flush()).rejects.toThrow('Days: another value is needed');
});

test('a stored value is shown and kept however wrong it is', async () => {
  const { server, form } = setUp({ days: 999 });
  expect(form.snapshot()).toMatchObject({ values: { days: 999 }, problems: {} });
  await form.flush();
  expect(server.saves).toEqual([]);
});

test('a cleared number is forgotten by the server, never saved as 0', async () => {
  const { server, form } = setUp({ days: 5, greeting: 'Hi' });
  form.edit('days', '');
  await rest();
  expect(server.saves).toEqual([]);
  expect(server.asked).toEqual(['reset days']);
});
