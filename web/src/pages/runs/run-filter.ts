/** Which runs the page asks for, by what its address says. No React. */
import type { RunQuery } from '../../api/runs';
import { TRIGGER_LABELS } from '../../runs/words';

/** How far a run is and how it ended, as one choice: nobody wants both. */
export const STATES = [
  { value: 'running', label: 'Running' },
  { value: 'queued', label: 'Waiting' },
  { value: 'succeeded', label: 'Succeeded' },
  { value: 'warned', label: 'Warned' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'timed_out', label: 'Timed out' },
  { value: 'worker_died', label: 'Process ended' },
  { value: 'lost', label: 'Lost' },
];

const STATUSES = ['running', 'queued'];

export const TRIGGERS = Object.entries(TRIGGER_LABELS).map(([value, label]) => ({ value, label }));

export type RunFilter = Omit<RunQuery, 'page' | 'pageSize'>;

export function queryOf(get: (name: string) => string): RunFilter {
  const state = get('state');
  const isStatus = STATUSES.includes(state);
  return {
    plugin: get('plugin'),
    action: get('action'),
    status: isStatus ? state : '',
    outcome: isStatus ? '' : state,
    trigger: get('trigger'),
    search: get('search'),
  };
}
