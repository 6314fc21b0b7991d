import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Field, Settings } from '../api/types';
import { Autosave, REST_MS, type SettingsStore } from './autosave';

const FIELDS: Field[] = [
  { id: 'greeting', label: 'Greeting', type: 'string', default: 'Hello' },
  { id: 'days', label: 'Days', type: 'number', default: 30, min: 1, max: 90 },
];

/** A server whose answers the test releases one by one. */
class SlowServer implements SettingsStore {
  saves: Settings[] = [];
  private waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(public stored: Settings) {}

  load = () => Promise.resolve({ ...this.stored });

  replace = (settings: Settings) => {
    this.saves.push(settings);
    return new Promise<Settings>((resolve, reject) => {
      this.waiting.push({
        resolve: () => {
          this.stored = settings;
          resolve(settings);
        },
        reject,
      });
    });
  };

  async answer() {
    this.waiting.shift()?.resolve();
    await settle();
  }

  async refuse(reason: string) {
    this.waiting.shift()?.reject(new Error(reason));
    await settle();
  }
}

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

test('keys that no field declares survive a save, also those written since the page was opened', async () => {
  const { server, form } = setUp({ _cache: 1 });
  server.stored = { _cache: 2, last_run: 'today' };
  form.edit('greeting', 'Hi');
  await rest();
  expect(server.saves).toEqual([{ _cache: 2, last_run: 'today', greeting: 'Hi' }]);
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
  expect(form.snapshot().save).toEqual({ kind: 'saved' });
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
  expect(form.snapshot().values).toEqual({ greeting: 'mine', days: 2 });
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

test('a cleared number is removed from the settings, never saved as 0', async () => {
  const { server, form } = setUp({ days: 5, greeting: 'Hi' });
  form.edit('days', '');
  await rest();
  expect(server.saves).toEqual([{ greeting: 'Hi' }]);
});
