/** When an action runs by the clock: plain choices, what the server understands, and words. No React. */
import type { Schedule } from '../../api/run-types';

export type When =
  | { kind: 'minutes'; every: number }
  | { kind: 'hours'; every: number }
  | { kind: 'daily'; at: string }
  | { kind: 'weekly'; days: number[]; at: string }
  | { kind: 'cron'; expression: string };

export const KINDS: { value: When['kind']; label: string }[] = [
  { value: 'minutes', label: 'Every few minutes' },
  { value: 'hours', label: 'Every few hours' },
  { value: 'daily', label: 'Every day' },
  { value: 'weekly', label: 'On days of the week' },
  { value: 'cron', label: 'Cron expression' },
];

/** What each kind begins with. */
export const FIRST: { [Kind in When['kind']]: Extract<When, { kind: Kind }> } = {
  minutes: { kind: 'minutes', every: 30 },
  hours: { kind: 'hours', every: 6 },
  daily: { kind: 'daily', at: '03:00' },
  weekly: { kind: 'weekly', days: [1], at: '03:00' },
  cron: { kind: 'cron', expression: '0 3 * * *' },
};

/** Cron counts from Sunday; people here and there begin their week on Monday. */
export const DAYS = [
  { value: 1, short: 'Mon', label: 'Monday' },
  { value: 2, short: 'Tue', label: 'Tuesday' },
  { value: 3, short: 'Wed', label: 'Wednesday' },
  { value: 4, short: 'Thu', label: 'Thursday' },
  { value: 5, short: 'Fri', label: 'Friday' },
  { value: 6, short: 'Sat', label: 'Saturday' },
  { value: 0, short: 'Sun', label: 'Sunday' },
];

interface Timing {
  cron: string | null;
  every_seconds: number | null;
}

/** What is wrong with it, or null. The server has the last word on cron expressions. */
export function problemOf(when: When): string | null {
  switch (when.kind) {
    case 'minutes':
    case 'hours':
      return Number.isInteger(when.every) && when.every > 0
        ? null
        : 'Must be a whole number, 1 or more';
    case 'daily':
      return timeOf(when.at) === null ? 'Must be a time' : null;
    case 'weekly':
      if (when.days.length === 0) return 'Choose at least one day';
      return timeOf(when.at) === null ? 'Must be a time' : null;
    case 'cron':
      return when.expression.trim().split(/\s+/).length === 5
        ? null
        : 'Five parts: minute, hour, day of the month, month, day of the week';
  }
}

export function timingOf(when: When): Timing {
  switch (when.kind) {
    case 'minutes':
      return { cron: null, every_seconds: when.every * 60 };
    case 'hours':
      return { cron: null, every_seconds: when.every * 3600 };
    case 'daily':
      return { cron: cronAt(when.at, '*'), every_seconds: null };
    case 'weekly':
      return { cron: cronAt(when.at, [...when.days].sort().join(',')), every_seconds: null };
    case 'cron':
      return { cron: when.expression.trim().replaceAll(/\s+/g, ' '), every_seconds: null };
  }
}

function cronAt(at: string, days: string): string {
  const time = timeOf(at) ?? { hour: 0, minute: 0 };
  return `${time.minute} ${time.hour} * * ${days}`;
}

function timeOf(at: string): { hour: number; minute: number } | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(at) ?? [];
  return hour === undefined ? null : { hour: Number(hour), minute: Number(minute) };
}

/** `every 15 minutes`, `daily at 03:30`, `Mon, Thu at 03:30`, `cron 0 4 1 * *` */
export function whenInWords({
  cron,
  every_seconds,
}: Pick<Schedule, 'cron' | 'every_seconds'>): string {
  if (every_seconds !== null) return everyInWords(every_seconds);
  const [, minute, hour, days] = /^(\d+) (\d+) \* \* ([\d,]+|\*)$/.exec(cron ?? '') ?? [];
  if (minute === undefined || hour === undefined || days === undefined) return `cron ${cron ?? ''}`;
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (days === '*') return `daily at ${at}`;
  const wanted = days.split(',').map((day) => Number(day) % 7);
  const names = DAYS.filter(({ value }) => wanted.includes(value)).map(({ short }) => short);
  return `${names.join(', ')} at ${at}`;
}

function everyInWords(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const;
  const [size, unit] = units.find(([size]) => seconds % size === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone the browser knows, and those that are in use anyway. */
export function zones(...used: string[]): string[] {
  return [...new Set(['UTC', ...used, ...Intl.supportedValuesOf('timeZone')])];
}
