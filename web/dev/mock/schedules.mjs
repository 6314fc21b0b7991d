/** Schedules of the mock. They are kept and shown; only "run now" makes them run. */
import { find, pluginFailure, Reply } from './refusal.mjs';
import { started } from './run-routes.mjs';

export function scheduleRoutes(state, runs) {
  const S = 'plugins/schedules';
  const one = (id) => {
    const schedule = state.schedules.find((candidate) => candidate.id === Number(id));
    if (schedule === undefined) throw pluginFailure(404, 'Schedule not found');
    return schedule;
  };
  return [
    [
      'GET',
      S,
      (_, __, ___, query) => ({
        schedules: state.schedules
          .filter(({ plugin }) => !query.has('plugin') || plugin === query.get('plugin'))
          .map((schedule) => view(schedule, runs)),
      }),
    ],
    ['POST', S, (_, body, user) => new Reply(201, view(add(state, body, user), runs))],
    ['PATCH', `${S}/:id`, ([id], body) => view(Object.assign(one(id), body), runs)],
    [
      'DELETE',
      `${S}/:id`,
      ([id]) => void state.schedules.splice(state.schedules.indexOf(one(id)), 1),
    ],
    ['POST', `${S}/:id/run`, ([id], _, user) => runNow(state, runs, one(id), user)],
  ];
}

function add(state, { plugin, action, params = {}, cron, every_seconds, timezone }, user) {
  find(state, plugin);
  if (cron !== null && cron.split(' ').some((part) => !/^[\d*/,-]+$/.test(part))) {
    throw pluginFailure(400, `"${cron}" is no cron expression`);
  }
  state.nextId += 1;
  const schedule = {
    id: state.nextId,
    source: 'host',
    plugin,
    action,
    params,
    cron,
    every_seconds,
    timezone,
    enabled: true,
    created_by: user,
    created_at: new Date().toISOString(),
    missed: [],
  };
  state.schedules.unshift(schedule);
  return schedule;
}

function view(schedule, runs) {
  if (schedule.source === 'beat') return schedule;
  const last = runs.all.find(({ schedule_id }) => schedule_id === schedule.id);
  return {
    ...schedule,
    next_at: schedule.enabled ? nextOf(schedule) : null,
    last: last ? { run_id: last.id, at: last.queued_at, outcome: last.outcome } : null,
  };
}

/** Near enough for a mock: the time of the day is read, the rest of cron is not. */
function nextOf({ every_seconds, cron }) {
  const now = Date.now();
  if (every_seconds !== null) return new Date(now + every_seconds * 1000).toISOString();
  const [minute, hour] = cron.split(' ').map((part) => Number(part) || 0);
  const next = new Date(now);
  next.setHours(hour, minute, 0, 0);
  if (next <= now) next.setDate(next.getDate() + 1);
  return next.toISOString();
}

function runNow(state, runs, { id, plugin, action, params }, by) {
  const of = { by, trigger: 'schedule', schedule_id: id };
  return started(runs.start(find(state, plugin), action, params, of).run);
}
