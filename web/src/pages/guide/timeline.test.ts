import { expect, test } from 'vitest';
import type { Channel, Programme } from '../../api/types';
import { cellsIn, HALF_HOUR, indexGuide, marksIn, slotsOf, windowStart } from './timeline';

const NOON = Date.parse('2026-05-01T12:00:00Z');
const at = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();

const programme = (from: number, to: number, rest: Partial<Programme> = {}): Programme => ({
  id: from,
  title: `${from}-${to}`,
  start_time: at(from),
  end_time: at(to),
  sub_title: null,
  description: null,
  tvg_id: 'one',
  ...rest,
});

const channel = (rest: Partial<Channel>) => ({ uuid: 'u', tvg_id: 'one', ...rest }) as Channel;

const titles = (programmes: Programme[], of: Channel) =>
  slotsOf(indexGuide(programmes), of).map(({ programme: { title } }) => title);

test('a channel shows the programmes of its tvg-id, in order of time', () => {
  const programmes = [programme(30, 60), programme(0, 30), programme(0, 30, { tvg_id: 'two' })];
  expect(titles(programmes, channel({}))).toEqual(['0-30', '30-60']);
  expect(titles(programmes, channel({ tvg_id: null }))).toEqual([]);
});

test('a programme that names its channel belongs to that channel alone', () => {
  const programmes = [programme(0, 30, { channel_uuid: 'u' })];
  expect(titles(programmes, channel({}))).toEqual(['0-30']);
  expect(titles(programmes, channel({ uuid: 'other' }))).toEqual([]);
});

test('programmes that end before they start, or have no time, are left out', () => {
  const programmes = [programme(30, 0), programme(5, 5), programme(0, 9, { end_time: 'soon' })];
  expect(titles(programmes, channel({}))).toEqual([]);
});

test('a programme that reaches over an edge is cut there and says so', () => {
  const slots = slotsOf(indexGuide([programme(-30, 30), programme(30, 90)]), channel({}));
  expect(cellsIn(slots, NOON, NOON + 2 * HALF_HOUR)).toMatchObject([
    { left: 0, width: 0.5, startsBefore: true, endsAfter: false },
    { left: 0.5, width: 0.5, startsBefore: false, endsAfter: true },
  ]);
});

test('what ends as the window begins is not in it', () => {
  const slots = slotsOf(indexGuide([programme(-30, 0), programme(60, 90)]), channel({}));
  expect(cellsIn(slots, NOON, NOON + 2 * HALF_HOUR)).toEqual([]);
});

test('the window begins at the half hour and is marked by half hours', () => {
  const start = windowStart(NOON + 44 * 60_000);
  expect(start).toBe(NOON + HALF_HOUR);
  expect(marksIn(start, start + 3 * HALF_HOUR)).toEqual([
    NOON + HALF_HOUR,
    NOON + 2 * HALF_HOUR,
    NOON + 3 * HALF_HOUR,
  ]);
});
