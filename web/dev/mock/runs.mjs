/** Runs of the mock: started, followed, cancelled, kept; each does what `plugin-actions.mjs` says. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RUNS } from './plugin-actions.mjs';
import { pluginFailure } from './refusal.mjs';
import { masked } from './settings.mjs';

/** How long a plugin is given to stop by itself. */
const GRACE_MS = 1500;
const LIMIT_SECONDS = 3600;

const OUTCOMES = {
  error: 'failed',
  failed: 'failed',
  false: 'failed',
  warning: 'warned',
  skipped: 'warned',
};

export class Runs {
  /** Newest first. */
  all = [];
  lines = [];
  jobs = new Map();
  limits = new Map();
  lastId = 0;
  lastLine = 0;

  constructor(tell, noteLines) {
    this.tell = tell;
    this.noteLines = noteLines;
  }

  find(id) {
    const run = this.all.find((candidate) => candidate.id === id);
    if (run === undefined) throw pluginFailure(404, 'Run not found');
    return run;
  }

  /** The ids of a real server are in the order of time too. */
  nextRunId(at = Date.now()) {
    this.lastId += 1;
    const time = at.toString(16).padStart(12, '0');
    const rest = this.lastId.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
  }

  limitOf(plugin, action) {
    return this.limits.get(`${plugin}/${action}`) ?? LIMIT_SECONDS;
  }

  add(plugin, action, rest = {}) {
    const label = plugin.actions.find(({ id }) => id === action)?.label ?? action;
    const now = new Date().toISOString();
    const run = {
      id: this.nextRunId(),
      plugin: plugin.key,
      plugin_name: plugin.name,
      action,
      action_label: label,
      kind: 'action',
      trigger: 'user',
      by: null,
      parent: null,
      event: null,
      schedule_id: null,
      status: 'running',
      outcome: null,
      ended_by: null,
      error: null,
      message: null,
      queued_at: now,
      started_at: now,
      ended_at: null,
      duration_ms: null,
      limit_seconds: this.limitOf(plugin.key, action),
      progress: null,
      peak_bytes: null,
      cpu_seconds: null,
      log_lines: 0,
      result_bytes: null,
      background: false,
      detail: { params: {}, settings: masked(plugin), result: null, traceback: null },
      files: [],
      ...rest,
    };
    this.all.unshift(run);
    return run;
  }

  /** Starts an action; `ended` is for those who wait. */
  start(plugin, action, params, { isSingle = true, ...rest }) {
    if (!plugin.enabled) throw pluginFailure(403, 'Plugin is disabled');
    const other = this.all.find(
      (run) => run.plugin === plugin.key && run.action === action && run.status !== 'finished',
    );
    if (isSingle && other !== undefined) {
      throw pluginFailure(409, `already running, started by ${other.by} at ${other.started_at}`, {
        run_id: other.id,
        started_by: other.by,
        started_at: other.started_at,
      });
    }
    const run = this.add(plugin, action, rest);
    run.detail.params = params;
    this.changed(run);
    return { run, ended: this.work(plugin, run) };
  }

  async work(plugin, run) {
    const job = new Job(this, run);
    this.jobs.set(run.id, job);
    const handle = RUNS[`${run.plugin}/${run.action}`];
    try {
      // Long enough for a person to see that it runs.
      await sleep(20);
      if (handle === undefined) throw { error: `Unknown action: ${run.action}`, outcome: 'failed' };
      const result = await Promise.race([
        handle(plugin, this.tell, run.detail.params, job),
        job.killed,
      ]);
      this.finish(run, { result, ...endOf(job, result) });
    } catch (problem) {
      this.finish(run, { outcome: 'failed', error: String(problem), ...problem });
    }
  }

  finish(run, { result = null, traceback = null, ...end }) {
    const now = new Date();
    Object.assign(run, end, {
      status: 'finished',
      ended_at: now.toISOString(),
      duration_ms: now - new Date(run.started_at),
      message: result?.message ?? null,
      result_bytes: result === null ? null : JSON.stringify(result).length,
      peak_bytes: 48_000_000 + Math.floor(Math.random() * 9_000_000),
      cpu_seconds: (now - new Date(run.started_at)) / 9000,
    });
    Object.assign(run.detail, { result, traceback });
    this.changed(run);
  }

  cancel(id) {
    const run = this.find(id);
    if (run.status === 'finished') throw pluginFailure(409, 'already finished');
    run.status = 'cancelling';
    this.changed(run);
    const job = this.jobs.get(id);
    if (job === undefined) return;
    job.isCancelled = true;
    setTimeout(() => job.kill(), GRACE_MS).unref();
  }

  log(run, level, message, traceback = null, logger = `plugins.${run.plugin}`) {
    this.lastLine += 1;
    run.log_lines += 1;
    const line = {
      id: this.lastLine,
      at: new Date().toISOString(),
      level,
      logger,
      message,
      traceback,
      stream: null,
      run_id: run.id,
      plugin: run.plugin,
    };
    this.lines.push(line);
    this.noteLines([line]);
  }

  changed(run) {
    this.tell({ type: 'plugin_run', run: shown(run) });
  }

  activityOf(key) {
    const threads = [...this.jobs.values()].flatMap(({ run, threads }) =>
      run.plugin === key ? threads : [],
    );
    const children =
      threads.length === 0
        ? []
        : [{ pid: 4711, command: 'ffmpeg -i pipe:0', since: Date.now() / 1000 - 4 }];
    return { working: threads.length > 0, threads, children };
  }
}

/** A run as lists have it. */
export function shown(run) {
  const { detail, files, ...rest } = run;
  void detail;
  void files;
  return rest;
}

function endOf(job, result) {
  if (job.isCancelled) return { outcome: 'cancelled', ended_by: 'asked' };
  return { outcome: OUTCOMES[String(result?.status ?? result?.success)] ?? 'succeeded' };
}

/** What a plugin has of its run. */
class Job {
  isCancelled = false;
  threads = [];

  constructor(runs, run) {
    this.runs = runs;
    this.run = run;
    this.killed = new Promise((_, reject) => {
      this.kill = () => reject({ outcome: 'cancelled', ended_by: 'cancelled', error: 'cancelled' });
    });
    this.killed.catch(() => undefined);
  }

  log(level, message, traceback) {
    this.runs.log(this.run, level, message, traceback);
  }

  progress(percent, message) {
    const updated_at = new Date().toISOString();
    this.run.progress = { percent, message, source: 'plugin', updated_at, eta_seconds: null };
    this.runs.changed(this.run);
  }

  pause(ms) {
    return sleep(ms, undefined, { ref: false });
  }

  /** Answers with the path, for the result. */
  file(path, text) {
    const index = this.run.files.length;
    const name = path.split('/').at(-1);
    this.run.files.push({ index, path, name, bytes: text.length, problem: null, text });
    return path;
  }

  goOn(name, work) {
    const { run, runs } = this;
    this.threads.push({ name, run_id: run.id, since: Date.now() / 1000 });
    run.background = true;
    this.told();
    work().finally(() => {
      this.threads = [];
      run.background = false;
      runs.changed(run);
      this.told();
    });
  }

  told() {
    const { working, threads } = this.runs.activityOf(this.run.plugin);
    this.runs.tell({ type: 'plugin_activity', plugin: this.run.plugin, working, threads });
  }
}
