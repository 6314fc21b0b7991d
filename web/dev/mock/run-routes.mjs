/** The mock's answers about runs. */
import { Download } from './download.mjs';
import { find, pluginFailure, Reply } from './refusal.mjs';
import { shown } from './runs.mjs';

const LARGE_BYTES = 256 * 1024;

export function runRoutes(state, runs) {
  const R = 'plugins/runs';
  const P = 'plugins/plugins';
  return [
    [
      'POST',
      `${P}/:key/run`,
      ([key], body, user, _, headers) => start(find(state, key), runs, body, user, headers),
    ],
    ['GET', R, (_, __, ___, query) => list(runs, query)],
    ['GET', `${R}/:id`, ([id]) => detail(runs.find(id))],
    ['GET', `${R}/:id/result`, ([id]) => runs.find(id).detail.result],
    ['POST', `${R}/:id/cancel`, ([id]) => cancel(runs, id)],
    [
      'GET',
      `${R}/:id/files/:index`,
      ([id, index], _, __, query) => file(runs.find(id), index, query),
    ],
    ['GET', `${P}/:key/activity`, ([key]) => runs.activityOf(key)],
    ['GET', `${P}/:key/limits`, ([key]) => limits(find(state, key), runs)],
    ['PUT', `${P}/:key/limits`, ([key], body) => setLimits(find(state, key), runs, body)],
  ];
}

export function started(run) {
  const { id } = run;
  return new Reply(202, { success: true, status: 'started', run_id: id, task_id: id });
}

async function start(plugin, runs, { action, params = {} }, by, headers) {
  const isAsync = headers.prefer?.includes('respond-async') === true;
  const { run, ended } = runs.start(plugin, action, params, { by, isSingle: isAsync });
  if (isAsync) return started(run);
  await ended;
  const { outcome, error } = run;
  const { result, traceback } = run.detail;
  if (error !== null) throw pluginFailure(500, error, { outcome, traceback });
  return { success: true, result, run_id: run.id };
}

function list(runs, query) {
  const size = Number(query.get('page_size') ?? 50);
  const first = (Number(query.get('page') ?? 1) - 1) * size;
  const search = (query.get('search') ?? '').toLowerCase();
  const found = runs.all.filter(
    (run) =>
      ['plugin', 'action', 'status', 'outcome', 'trigger'].every(
        (name) => !query.has(name) || run[name] === query.get(name),
      ) &&
      [run.plugin, run.action, run.message, run.error, run.by].some((text) =>
        (text ?? '').toLowerCase().includes(search),
      ),
  );
  const results = found.slice(first, first + size).map(shown);
  return { count: found.length, next: null, previous: null, results };
}

function detail(run) {
  const { result } = run.detail;
  const isLarge = run.result_bytes > LARGE_BYTES;
  return {
    ...shown(run),
    ...run.detail,
    result: isLarge ? null : result,
    files: run.files.map(({ index, path, name, bytes, problem }) => ({
      index,
      path,
      name,
      bytes,
      problem,
    })),
  };
}

function cancel(runs, id) {
  runs.cancel(id);
  return new Reply(202, { success: true, status: 'cancelling' });
}

function file(run, index, query) {
  const found = run.files[Number(index)];
  if (found === undefined || found.problem !== null) throw pluginFailure(404, 'No such file');
  const { name, text, type = 'text/plain' } = found;
  return query.has('preview')
    ? new Download(Buffer.from(text).subarray(0, 65_536), type, name, 'inline')
    : new Download(Buffer.from(text), 'application/octet-stream', name);
}

function limits(plugin, runs) {
  const one = ({ id }) => {
    const override = runs.limits.get(`${plugin.key}/${id}`) ?? null;
    return [id, { declared: null, override, effective: override ?? 3600 }];
  };
  return { default_seconds: 3600, actions: Object.fromEntries(plugin.actions.map(one)) };
}

function setLimits(plugin, runs, { actions }) {
  for (const [id, seconds] of Object.entries(actions)) {
    if (seconds === null) runs.limits.delete(`${plugin.key}/${id}`);
    else runs.limits.set(`${plugin.key}/${id}`, seconds);
  }
  return limits(plugin, runs);
}
