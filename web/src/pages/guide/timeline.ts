/** Which programmes a channel shows in a stretch of time, and where on the line they stand. No React. */
import type { Channel, Programme } from '../../api/types';

export const HALF_HOUR = 30 * 60_000;

export interface Slot {
  programme: Programme;
  start: number;
  end: number;
}

/** A slot's part inside the window, as shares of its width. */
export interface Cell {
  slot: Slot;
  left: number;
  width: number;
  startsBefore: boolean;
  endsAfter: boolean;
}

export type Guide = Map<string, Slot[]>;

const byUuid = (uuid: string) => `uuid:${uuid}`;
const byTvgId = (tvgId: string) => `tvg:${tvgId}`;

/** Programmes by channel: by the channel they name where they do, else by tvg-id. */
export function indexGuide(programmes: Programme[]): Guide {
  const guide: Guide = new Map();
  for (const programme of programmes) {
    const start = Date.parse(programme.start_time);
    const end = Date.parse(programme.end_time);
    // A guide with impossible times must not take the page down with it.
    if (!(end > start)) continue;
    const key = programme.channel_uuid
      ? byUuid(programme.channel_uuid)
      : programme.tvg_id
        ? byTvgId(programme.tvg_id)
        : null;
    if (key === null) continue;
    const slots = guide.get(key);
    if (slots === undefined) guide.set(key, [{ programme, start, end }]);
    else slots.push({ programme, start, end });
  }
  for (const slots of guide.values()) slots.sort((a, b) => a.start - b.start);
  return guide;
}

export function slotsOf(guide: Guide, channel: Channel): Slot[] {
  const own = guide.get(byUuid(channel.uuid));
  if (own !== undefined) return own;
  return channel.tvg_id ? (guide.get(byTvgId(channel.tvg_id)) ?? []) : [];
}

export function cellsIn(slots: Slot[], from: number, to: number): Cell[] {
  const length = to - from;
  return slots
    .filter((slot) => slot.end > from && slot.start < to)
    .map((slot) => {
      const left = Math.max(slot.start, from);
      const right = Math.min(slot.end, to);
      return {
        slot,
        left: (left - from) / length,
        width: (right - left) / length,
        startsBefore: slot.start < from,
        endsAfter: slot.end > to,
      };
    });
}

/** The half hour that `now` is in: what is on stays visible from near its left edge. */
export function windowStart(now: number): number {
  return Math.floor(now / HALF_HOUR) * HALF_HOUR;
}

/** The full and half hours that label a window. */
export function marksIn(from: number, to: number): number[] {
  const marks: number[] = [];
  for (let time = Math.ceil(from / HALF_HOUR) * HALF_HOUR; time < to; time += HALF_HOUR) {
    marks.push(time);
  }
  return marks;
}
