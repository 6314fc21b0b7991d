/** How far a run is and how long it may still take. Time is an argument. No React. */
import type { Run } from '../api/run-types';

/** A moment as the server gives it: a text, or seconds since 1970. */
export function momentOf(time: string | number): number {
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}

export function elapsedMs(run: Pick<Run, 'started_at' | 'queued_at'>, now: number): number {
  return Math.max(0, now - momentOf(run.started_at ?? run.queued_at));
}

/** Below this share of the work an estimate is a guess. */
const LEAST_PERCENT = 2;
const LEAST_MS = 2000;

/** Seconds until it is done, going on as it went; null where nobody can tell. */
export function restSeconds(
  run: Pick<Run, 'started_at' | 'queued_at' | 'progress'>,
  now: number,
): number | null {
  const { progress, started_at } = run;
  if (progress === null || started_at === null) return null;
  const { percent, eta_seconds } = progress;
  const saidAt = momentOf(progress.updated_at);
  const sinceSaid = Math.max(0, now - saidAt) / 1000;
  if (eta_seconds !== null) return Math.max(0, eta_seconds - sinceSaid);
  if (percent === null || percent >= 100 || percent < LEAST_PERCENT) return null;
  const took = saidAt - momentOf(started_at);
  if (!(took >= LEAST_MS)) return null;
  const whole = took / 1000 / (percent / 100);
  const rest = whole - took / 1000 - sinceSaid;
  // It takes longer than it looked: better no word than one that is known to be wrong.
  return rest < 0 ? null : rest;
}

/** `a few seconds left`, `about 40 s left`, `about 3 min left`, `about 1 h 20 min left` */
export function restInWords(seconds: number): string {
  if (seconds < 8) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${Math.max(1, minutes)} min left`;
  // Nobody plans by the minute what takes hours.
  const rounded = Math.round(minutes / 10) * 10;
  const rest = rounded % 60;
  return `about ${Math.floor(rounded / 60)} h${rest > 0 ? ` ${rest} min` : ''} left`;
}
