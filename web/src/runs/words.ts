/** How a run stands, how it was started and how it ended, in words and colours. No React. */
import type { EndedBy, Run, RunOutcome, RunTrigger } from '../api/run-types';
import type { Tone } from './outcome';

export interface State {
  label: string;
  tone: Tone;
}

const OUTCOMES: Record<RunOutcome, State> = {
  succeeded: { label: 'Succeeded', tone: 'success' },
  warned: { label: 'Warned', tone: 'warning' },
  failed: { label: 'Failed', tone: 'error' },
  cancelled: { label: 'Cancelled', tone: 'warning' },
  timed_out: { label: 'Timed out', tone: 'error' },
  worker_died: { label: 'Process ended', tone: 'error' },
  lost: { label: 'Lost', tone: 'error' },
};

export const TONE_COLORS: Record<Tone, string> = {
  success: 'green',
  running: 'blue',
  warning: 'yellow',
  error: 'red',
  unknown: 'gray',
};

export const isOpen = ({ status }: Pick<Run, 'status'>) => status !== 'finished';

/** Words of a newer server are shown as they are. */
export function stateOf({ status, outcome }: Pick<Run, 'status' | 'outcome'>): State {
  switch (status) {
    case 'queued':
      return { label: 'Waiting', tone: 'running' };
    case 'running':
      return { label: 'Running', tone: 'running' };
    case 'cancelling':
      return { label: 'Cancelling…', tone: 'warning' };
    case 'finished':
      return outcomeInWords(outcome);
    default:
      return { label: status, tone: 'unknown' };
  }
}

export function outcomeInWords(outcome: RunOutcome | null): State {
  if (outcome === null) return { label: 'Finished', tone: 'unknown' };
  return OUTCOMES[outcome] ?? { label: outcome, tone: 'unknown' };
}

const STEPS: Record<EndedBy, string> = {
  asked: 'the plugin stopped when it was asked to',
  stop_action: 'the plugin’s own stop action ended it',
  cancelled: 'it was stopped in the middle of its work',
  interrupted: 'it did not listen and was interrupted',
  terminated: 'it did not listen, so its process was told to end',
  killed: 'nothing else helped, so its process was killed',
};

/** What became of a run that did not end as it meant to; null where there is nothing to say. */
export function endInWords(
  run: Pick<Run, 'outcome' | 'ended_by' | 'limit_seconds'>,
): string | null {
  const step = run.ended_by === null ? null : (STEPS[run.ended_by] ?? run.ended_by);
  switch (run.outcome) {
    case 'cancelled':
      return step === null ? 'Cancelled' : `Cancelled: ${step}`;
    case 'timed_out': {
      const limit = `It ran longer than allowed (${limitInWords(run.limit_seconds)})`;
      return step === null ? limit : `${limit}; ${step}`;
    }
    case 'worker_died':
      return 'The plugin’s process ended under it';
    case 'lost':
      return 'The server ended while it was running';
    case 'succeeded':
    case 'warned':
    case 'failed':
    case null:
    default:
      return null;
  }
}

const TRIGGERS: Record<RunTrigger, string> = {
  user: 'by hand',
  api_key: 'with an API key',
  event: 'by an event',
  schedule: 'by its schedule',
  job: 'by a plugin',
};

export const TRIGGER_LABELS: Record<RunTrigger, string> = {
  user: 'Person',
  api_key: 'API key',
  event: 'Event',
  schedule: 'Schedule',
  job: 'Job',
};

/** `by admin`, `on m3u_refresh`, `by its schedule` */
export function startInWords(run: Pick<Run, 'trigger' | 'by' | 'event'>): string {
  if (run.trigger === 'event' && run.event) return `on ${run.event}`;
  if (run.by === 'command line') return 'from the command line';
  if (run.trigger === 'user' && run.by) return `by ${run.by}`;
  if (run.trigger === 'api_key' && run.by) return `by ${run.by} with an API key`;
  return TRIGGERS[run.trigger] ?? run.trigger;
}

/** `90 s`, `5 min`, `1 h 30 min`: a limit as people would say it, nothing lost. */
export function limitInWords(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round(seconds % 60);
  const parts = [
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    rest > 0 && `${rest} s`,
  ];
  return parts.filter(Boolean).join(' ');
}
