/** Settings of the mock's plugins: checked, masked, kept in versions, put back. */
import { find, pluginFailure } from './refusal.mjs';

const MASK = '********';
const KEPT = 20;

export const isSecret = ({ id, type, input_type }) =>
  ['string', 'text'].includes(type) &&
  (input_type === 'password' || /(key|token|password|secret)$/i.test(id));

const secretsOf = (plugin) => plugin.fields.filter(isSecret).map(({ id }) => id);

/** What may leave the server. */
export function masked(plugin, settings = plugin.settings) {
  const shown = { ...settings };
  for (const id of secretsOf(plugin)) if (shown[id]) shown[id] = MASK;
  return shown;
}

export function settingsRoutes(state, tell) {
  const answer = (plugin) => ({ success: true, settings: masked(plugin) });
  const on = (method, path, handle) => [
    method,
    `plugins/plugins/:key/settings${path}`,
    ([key], body, user) => {
      const plugin = find(state, key);
      handle(plugin, body, user);
      return answer(plugin);
    },
  ];
  const store = (plugin, next, reason, user) => {
    if (JSON.stringify(next) === JSON.stringify(plugin.settings)) return;
    keepVersion(state, plugin, next, reason, user);
    tell({ type: 'plugin_settings_changed', plugin: plugin.key });
  };
  return [
    on('POST', '', (plugin, body, user) => {
      if (body.settings === undefined) throw pluginFailure(400, "Missing 'settings'");
      const given = checked(plugin, body.settings);
      const declared = plugin.fields.map(({ id }) => id);
      const kept = Object.entries(plugin.settings).filter(
        ([id]) => !declared.includes(id) || secretsOf(plugin).includes(id),
      );
      store(plugin, { ...Object.fromEntries(kept), ...given }, 'saved', user);
    }),
    on('PATCH', '', (plugin, body, user) => {
      const given = checked(plugin, body.settings ?? {});
      store(plugin, { ...plugin.settings, ...given }, 'merged', user);
    }),
    on('POST', '/reset', (plugin, { fields }, user) => {
      const forgotten = fields ?? plugin.fields.map(({ id }) => id);
      const kept = Object.entries(plugin.settings).filter(([id]) => !forgotten.includes(id));
      store(plugin, Object.fromEntries(kept), 'reset', user);
    }),
    on('POST', '/restore', (plugin, { version: id }, user) => {
      const version = plugin.versions.find((candidate) => candidate.id === id);
      if (version === undefined) throw pluginFailure(404, 'No such version');
      store(plugin, version.settings, 'restored', user);
    }),
    [
      'GET',
      'plugins/plugins/:key/settings/history',
      ([key]) => ({ versions: historyOf(find(state, key)) }),
    ],
    [
      'POST',
      'plugins/plugins/:key/fields/:field/upload',
      ([key, id], { file }, user) => {
        const plugin = find(state, key);
        const path = takeFile(plugin, id, file);
        store(plugin, { ...plugin.settings, [id]: path }, 'merged', user);
        return { success: true, path };
      },
    ],
  ];
}

function keepVersion(state, plugin, settings, reason, user) {
  const add = (what, of, by) => {
    state.nextId += 1;
    const saved_at = new Date().toISOString();
    plugin.versions.unshift({
      id: state.nextId,
      saved_at,
      saved_by: by,
      reason: what,
      settings: of,
    });
  };
  if (plugin.versions.length === 0) add('before', plugin.settings, null);
  add(reason, settings, user);
  plugin.versions.splice(KEPT);
  plugin.settings = settings;
}

function historyOf(plugin) {
  return plugin.versions.map(({ settings, ...version }, index) => {
    const before = plugin.versions[index + 1]?.settings ?? settings;
    return { ...version, is_current: index === 0, changes: changesOf(plugin, before, settings) };
  });
}

function changesOf(plugin, before, after) {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const [was, is] = [masked(plugin, before), masked(plugin, after)];
  return ids
    .filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]))
    .map((id) => ({
      field: id,
      label: plugin.fields.find((field) => field.id === id)?.label ?? id,
      before: was[id] ?? null,
      after: is[id] ?? null,
    }));
}

/** The settings without masks, or a refusal that names every field that is wrong. */
function checked(plugin, settings) {
  const errors = {};
  const given = {};
  for (const [id, value] of Object.entries(settings)) {
    const field = plugin.fields.find((candidate) => candidate.id === id);
    if (field !== undefined && isSecret(field) && value === MASK) continue;
    const isAsStored = JSON.stringify(value) === JSON.stringify(plugin.settings[id]);
    const problem = field === undefined || isAsStored ? null : problemOf(field, value);
    if (problem === null) given[id] = value;
    else errors[id] = problem;
  }
  const wrong = Object.keys(errors);
  if (wrong.length === 0) return given;
  throw pluginFailure(400, `Invalid settings: ${wrong.join(', ')}`, { errors });
}

function problemOf(field, value) {
  const { type, required, min, max, pattern, pattern_message, options, columns = [] } = field;
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return required ? 'must not be left blank' : null;
  switch (type) {
    case 'number':
      if (typeof value !== 'number') return 'must be a number';
      if (min !== undefined && value < min) return `must be at least ${min}`;
      return max !== undefined && value > max ? `must be at most ${max}` : null;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'select':
      return options.some((option) => String(option.value) === String(value))
        ? null
        : `"${value}" is none of the options`;
    case 'table':
      return problemOfTable(columns, value);
    case 'string':
    case 'text':
      if (typeof value !== 'string') return 'must be a text';
      if (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(value)) return null;
      return pattern_message ?? `must match the pattern ${pattern}`;
    default:
      return null;
  }
}

function problemOfTable(columns, rows) {
  for (const [index, row] of rows.entries()) {
    for (const { id, label, type } of columns) {
      const cell = row[id];
      const wanted = { number: 'number', boolean: 'boolean' }[type] ?? 'string';
      if (cell === undefined || cell === null || typeof cell === wanted) continue;
      return `row ${index + 1}, column "${label}": must be a ${wanted}`;
    }
  }
  return null;
}

function takeFile(plugin, id, file) {
  const field = plugin.fields.find((candidate) => candidate.id === id);
  if (field?.type !== 'file') throw pluginFailure(404, 'No such file field');
  if (file === undefined) throw pluginFailure(400, "Missing 'file' upload");
  if (field.accept && !field.accept.some((ending) => file.name.endsWith(ending))) {
    throw pluginFailure(400, `Only ${field.accept.join(', ')} are taken`);
  }
  if (field.max_size && file.size > field.max_size) {
    throw pluginFailure(400, `The file is larger than ${field.max_size} bytes`);
  }
  return `/data/plugins/${plugin.key}/uploads/${id}/${file.name}`;
}
