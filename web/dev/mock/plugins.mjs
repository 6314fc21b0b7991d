/** What can be done with the mock's plugins: listed, switched, loaded, run, deleted, brought back. */
import { find, pluginFailure } from './refusal.mjs';
import { isSecret, masked } from './settings.mjs';

const CAPABILITIES = {
  background_tasks: {
    label: 'Work in the background',
    description: 'Goes on working after an action has answered.',
    requires_restart: false,
  },
  persistent_service: {
    label: 'A service of its own',
    description: 'Runs all the time while it is enabled.',
    requires_restart: true,
  },
};

export const capabilitiesOf = (ids) =>
  ids.map((id) => ({
    id,
    ...(CAPABILITIES[id] ?? { label: id, description: '', requires_restart: false }),
  }));

/** A plugin as the API shows it. */
export function view(plugin) {
  const { readme, capabilities, accepted, replaced, ...shown } = plugin;
  delete shown.versions;
  const added = capabilities.filter((id) => !accepted.includes(id));
  const settings = masked(plugin);
  return {
    ...shown,
    settings,
    fields: plugin.fields.map((field) => (isSecret(field) ? { ...field, secret: true } : field)),
    secrets_set: plugin.fields
      .filter((field) => isSecret(field) && settings[field.id])
      .map(({ id }) => id),
    capabilities: capabilitiesOf(capabilities),
    has_readme: readme !== null,
    needs_trust: !plugin.ever_enabled || added.length > 0,
    new_capabilities: added,
    previous: replaced && { version: replaced.plugin.version, replaced_at: replaced.at },
  };
}

export function pluginRoutes(state, tell) {
  const one = (plugin) => ({ success: true, plugin: view(plugin) });
  const P = 'plugins/plugins';
  return [
    ['GET', P, () => ({ plugins: state.plugins.map(view) })],
    ['POST', `${P}/reload`, () => reloadAll(state, tell)],
    ['GET', 'plugins/watch', () => state.watch],
    ['PUT', 'plugins/watch', (_, { enabled }) => switchWatch(state, enabled)],
    ['GET', 'plugins/trash', () => ({ trash: state.trash.map(({ about }) => about) })],
    ['POST', 'plugins/trash/:id/restore', ([id]) => one(restore(state, tell, Number(id)))],
    ['DELETE', 'plugins/trash/:id', ([id]) => dropForGood(state, Number(id))],
    ['GET', `${P}/:key`, ([key]) => ({ plugin: view(find(state, key)) })],
    ['POST', `${P}/:key/reload`, ([key]) => one(reloadOne(state, tell, key))],
    ['POST', `${P}/:key/rollback`, ([key]) => one(rollBack(state, tell, key))],
    ['GET', `${P}/:key/readme`, ([key]) => readmeOf(find(state, key))],
    ['DELETE', `${P}/:key/delete`, ([key], _, user) => remove(state, tell, key, user)],
    ['POST', `${P}/:key/enabled`, ([key], body) => enable(state, tell, key, body)],
  ];
}

function enable(state, tell, key, { enabled }) {
  const plugin = find(state, key);
  plugin.enabled = enabled;
  plugin.ever_enabled ||= enabled;
  plugin.trusted = plugin.ever_enabled;
  if (enabled) plugin.accepted = [...plugin.capabilities];
  plugin.loaded = enabled && plugin.load_error === null;
  plugin.state = plugin.loaded ? 'running' : 'stopped';
  const { name, navigation } = plugin;
  const about = { plugin: key, plugin_key: key, plugin_name: name, enabled, navigation };
  tell({ type: 'plugin_enabled_changed', ...about });
  return { success: true, enabled, ever_enabled: plugin.ever_enabled, plugin: view(plugin) };
}

function reloadAll(state, tell) {
  for (const plugin of state.plugins) plugin.reload_offered = false;
  tell({ type: 'plugins_reloaded', count: state.plugins.length });
  return { success: true, count: state.plugins.length };
}

function reloadOne(state, tell, key) {
  const plugin = find(state, key);
  plugin.reload_offered = false;
  tell({ type: 'plugins_changed' });
  return plugin;
}

function readmeOf({ readme }) {
  if (readme === null) throw pluginFailure(404, 'This plugin has no README');
  return { readme };
}

function switchWatch(state, enabled) {
  state.watch = { enabled, active: enabled, message: '' };
  return state.watch;
}

/** Puts the files of `next` in the place of a plugin's; its row, settings and switch stay. */
export function replaceFiles(plugin, next, now = new Date()) {
  const before = { ...plugin, replaced: null };
  const { settings, versions, enabled, ever_enabled, accepted, state, loaded } = plugin;
  const row = {
    settings,
    versions,
    enabled,
    ever_enabled,
    trusted: ever_enabled,
    accepted,
    state,
    loaded,
  };
  Object.assign(plugin, next, row, { replaced: { plugin: before, at: now.toISOString() } });
}

function rollBack(state, tell, key) {
  const plugin = find(state, key);
  if (!plugin.replaced) throw pluginFailure(404, 'There is no previous version');
  replaceFiles(plugin, plugin.replaced.plugin);
  tell({ type: 'plugins_changed' });
  return plugin;
}

function remove(state, tell, key, user) {
  const plugin = state.plugins.find((candidate) => candidate.key === key);
  if (plugin === undefined) return { success: true, trash_id: null };
  state.plugins = state.plugins.filter((candidate) => candidate !== plugin);
  tell({ type: 'plugins_changed' });
  if (plugin.missing) return { success: true, trash_id: null };
  const stopped = { ...plugin, enabled: false, loaded: false, state: 'stopped' };
  state.nextId += 1;
  const about = {
    id: state.nextId,
    key,
    name: plugin.name,
    version: plugin.version,
    deleted_at: new Date().toISOString(),
    deleted_by: user,
    bytes: 4096,
  };
  state.trash.unshift({ about, plugin: stopped });
  return { success: true, trash_id: state.nextId };
}

function takeFromTrash(state, id) {
  const index = state.trash.findIndex(({ about }) => about.id === id);
  if (index < 0) throw pluginFailure(404, 'Not in the trash');
  return { item: state.trash[index], take: () => state.trash.splice(index, 1) };
}

function restore(state, tell, id) {
  const { item, take } = takeFromTrash(state, id);
  if (state.plugins.some(({ key }) => key === item.about.key)) {
    throw pluginFailure(400, `Plugin '${item.about.key}' already exists`);
  }
  take();
  state.plugins.push(item.plugin);
  tell({ type: 'plugins_changed' });
  return item.plugin;
}

function dropForGood(state, id) {
  takeFromTrash(state, id).take();
  return { success: true };
}
