/** The shapes in which the server speaks of runs and what starts them. Times are texts as in all its answers. */
import type { components } from './schema';
import type { Json, Settings } from './types';

export type RunStatus = 'queued' | 'running' | 'cancelling' | 'finished';
export type RunOutcome =
  'succeeded' | 'warned' | 'failed' | 'cancelled' | 'timed_out' | 'worker_died' | 'lost';
export type RunTrigger = 'user' | 'api_key' | 'event' | 'schedule' | 'job';
/** Which step ended a run that did not end by itself. */
export type EndedBy =
  'asked' | 'stop_action' | 'cancelled' | 'interrupted' | 'terminated' | 'killed';

export interface RunProgress {
  percent: number | null;
  message: string;
  source: string;
  updated_at: string;
  eta_seconds: number | null;
}

/** One execution of an action, as lists have it. */
export interface Run {
  id: string;
  plugin: string;
  plugin_name: string;
  action: string;
  action_label: string;
  /** `task`: a Celery task of the plugin's own; `action` is its dotted name then. */
  kind: 'action' | 'task';
  trigger: RunTrigger;
  by: string | null;
  parent: string | null;
  event: string | null;
  schedule_id: number | null;
  status: RunStatus;
  outcome: RunOutcome | null;
  ended_by: EndedBy | null;
  error: string | null;
  /** What its result says to people. */
  message: string | null;
  queued_at: string;
  started_at: string | null;
  ended_at: string | null;
  duration_ms: number | null;
  limit_seconds: number;
  progress: RunProgress | null;
  peak_bytes: number | null;
  cpu_seconds: number | null;
  log_lines: number;
  result_bytes: number | null;
  /** It has ended, and what it started goes on. */
  background: boolean;
}

export interface RunFile {
  index: number;
  /** As the plugin named it. */
  path: string;
  name: string;
  bytes: number | null;
  /** Why it cannot be had. */
  problem: string | null;
}

/** Everything of one run. */
export interface RunDetail extends Run {
  params: Record<string, Json>;
  /** What it saw of its plugin's settings, secrets masked. */
  settings: Settings | null;
  /** Null as well where it is too large to be sent along: `result_bytes` tells. */
  result: Json;
  traceback: string | null;
  files: RunFile[];
}

export interface LogLine {
  id: number;
  at: string;
  level: string;
  logger: string;
  message: string;
  traceback: string | null;
  /** `stdout` or `stderr` where it was printed and not logged. */
  stream: string | null;
  run_id: string | null;
}

export interface LogPage {
  lines: LogLine[];
  /** What to ask for `after`, where there is more. */
  next: number | null;
  total: number;
}

/** What a plugin does besides its runs. */
export interface Activity {
  working: boolean;
  threads: { name: string; run_id: string | null; since: string | number }[];
  children: { pid: number; command: string; since: string | number }[];
}

export interface ActionLimit {
  declared: number | null;
  override: number | null;
  effective: number;
}

export interface Limits {
  default_seconds: number;
  actions: Record<string, ActionLimit>;
}

export interface ScheduleMiss {
  due_at: string;
  count: number;
  reason: string;
}

/** An action that runs by the clock. Exactly one of `cron` and `every_seconds`. */
export interface HostSchedule {
  source: 'host';
  id: number;
  plugin: string;
  action: string;
  params: Record<string, Json>;
  cron: string | null;
  every_seconds: number | null;
  timezone: string;
  enabled: boolean;
  created_by: string | null;
  created_at: string;
  next_at: string | null;
  last: { run_id: string | null; at: string; outcome: RunOutcome | null } | null;
  missed: ScheduleMiss[];
}

/** A row of django_celery_beat that a plugin, or the host, has put there. Not changed from here. */
export interface BeatSchedule {
  source: 'beat';
  id: null;
  name: string;
  task: string;
  cron: string | null;
  every_seconds: number | null;
  timezone: string | null;
  enabled: boolean;
  next_at: string | null;
  missed: ScheduleMiss[];
  last_at: string | null;
  total_run_count: number;
  plugin: string | null;
}

export type Schedule = HostSchedule | BeatSchedule;

/** An action that an event starts, and how it has been doing. */
export interface Handler {
  event: string;
  action: string;
  slow: boolean;
  failures_in_a_row: number;
  paused_until: string | null;
}

export interface Delivery {
  id: number;
  event: string;
  plugin: string;
  action: string;
  run_id: string | null;
  status: 'delivered' | 'skipped' | 'dropped';
  detail: string | null;
  at: string;
  outcome: RunOutcome | null;
  duration_ms: number | null;
  slow: boolean;
}

export interface SystemEvent {
  id: number;
  event_type: string;
  timestamp: string;
  channel_id: string | null;
  channel_name: string | null;
  details: Json;
}

type Schemas = components['schemas'];
type SameNames<Ours, Theirs> = [keyof Ours, keyof Theirs] extends [keyof Theirs, keyof Ours]
  ? true
  : false;

/** Narrower than the server's description, but under its names: one that is missing there does not compile. */
export const NAMES_ARE_THE_SERVERS: [
  SameNames<Run, Schemas['RunView']>,
  SameNames<RunProgress, Schemas['ProgressView']>,
  SameNames<RunFile, Schemas['FileView']>,
  SameNames<LogLine, Schemas['LineView']>,
  SameNames<LogPage, Schemas['LogView']>,
  SameNames<Activity, Schemas['ActivityView']>,
  SameNames<ActionLimit, Schemas['LimitView']>,
  SameNames<Limits, Schemas['LimitsView']>,
  SameNames<Handler, Schemas['HandlerView']>,
  SameNames<Delivery, Schemas['DeliveryView']>,
  SameNames<SystemEvent, Schemas['EventView']>,
] = [true, true, true, true, true, true, true, true, true, true, true];
