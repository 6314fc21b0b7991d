/** Plugins from and to zip files: looked into, imported, exported. */
import { Download } from './download.mjs';
import { makePlugin } from './plugin-data.mjs';
import { capabilitiesOf, replaceFiles, view } from './plugins.mjs';
import { find, pluginFailure } from './refusal.mjs';
import { makeZip, readZip } from './zip.mjs';

/** What a line of Python may give away; the real server reads the code instead of guessing. */
const SIGNS = {
  network: /\b(requests|urllib|socket|httpx)\b/,
  subprocess: /\bsubprocess\b|os\.system/,
  file_write: /open\([^)]*['"][wax]/,
  raw_sql: /cursor\.execute/,
  dynamic_code: /\b(eval|exec)\(/,
  environment: /os\.environ/,
};

export function importRoutes(state, tell) {
  return [
    [
      'POST',
      'plugins/plugins/import/preview',
      async (_, { file }) => ({
        success: true,
        preview: previewOf(state, await unpack(file)),
      }),
    ],
    [
      'POST',
      'plugins/plugins/import',
      async (_, { file, overwrite }) =>
        install(state, tell, await unpack(file), overwrite === 'true'),
    ],
    ['GET', 'plugins/plugins/:key/export', ([key]) => exported(find(state, key))],
  ];
}

async function unpack(file) {
  if (file === undefined) throw pluginFailure(400, "Missing 'file' upload");
  const zip = readZip(Buffer.from(await file.arrayBuffer()));
  if (zip === null) throw pluginFailure(400, 'Invalid zip file');
  if (zip.size === 0) throw pluginFailure(400, 'Archive is empty');
  const unsafe = [...zip.keys()].find((path) => path.startsWith('/') || path.includes('../'));
  if (unsafe !== undefined) throw pluginFailure(400, `Unsafe path in archive: ${unsafe}`);
  const main = [...zip.keys()].find((path) => /(^|\/)(plugin|__init__)\.py$/.test(path));
  if (main === undefined) {
    throw pluginFailure(400, 'Invalid plugin: missing plugin.py or package __init__.py');
  }
  const folder = main.includes('/') ? main.slice(0, main.lastIndexOf('/')) : '';
  const inside = [...zip].filter(([path]) => folder === '' || path.startsWith(`${folder}/`));
  const files = new Map(
    inside.map(([path, data]) => [folder === '' ? path : path.slice(folder.length + 1), data]),
  );
  const name = folder === '' ? file.name.replace(/\.zip$/i, '') : folder.split('/').at(-1);
  const key = name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  return { key, folder, files, ignored: zip.size - files.size };
}

function manifestIn({ files, key }) {
  const problems = [];
  let manifest = {};
  try {
    manifest = JSON.parse(files.get('plugin.json')?.toString() ?? '{}');
  } catch (error) {
    problems.push({ path: 'plugin.json', line: 1, message: `not JSON: ${error.message}` });
  }
  for (const [index, { type }] of (manifest.fields ?? []).entries()) {
    if (type !== 'hologram') continue;
    const hint = 'one of string, number, boolean, select';
    problems.push({
      path: `plugin.json: fields[${index}].type`,
      message: `no type “${type}”`,
      hint,
    });
  }
  return { manifest: { name: key, ...manifest }, problems };
}

function previewOf(state, archive) {
  const { key, folder, files, ignored } = archive;
  const { manifest, problems } = manifestIn(archive);
  const sizes = [...files].map(([path, data]) => ({ path, bytes: data.length }));
  const existing = state.plugins.find((plugin) => plugin.key === key && !plugin.missing);
  return {
    key,
    name: manifest.name,
    version: manifest.version ?? '',
    description: manifest.description ?? '',
    author: manifest.author ?? '',
    license: manifest.license ?? '',
    archive_folder: folder,
    files: files.size,
    bytes: sizes.reduce((total, { bytes }) => total + bytes, 0),
    largest: sizes.sort((a, b) => b.bytes - a.bytes).slice(0, 5),
    ignored,
    capabilities: capabilitiesOf(manifest.capabilities ?? []),
    problems,
    findings: findingsIn(files),
    existing: existing
      ? { version: existing.version, enabled: existing.enabled, name: existing.name }
      : null,
    changed_files: existing ? { added: 1, changed: 2, removed: 0 } : null,
  };
}

function findingsIn(files) {
  const lines = [...files]
    .filter(([path]) => path.endsWith('.py'))
    .flatMap(([file, data]) =>
      data
        .toString()
        .split('\n')
        .map((text, index) => ({ file, line: index + 1, text: text.trim() })),
    );
  return Object.entries(SIGNS).flatMap(([kind, sign]) => {
    const found = lines.filter(({ text }) => sign.test(text));
    return found.length === 0 ? [] : [{ kind, count: found.length, examples: found.slice(0, 3) }];
  });
}

function install(state, tell, archive, overwrite) {
  const { key, files } = archive;
  const { manifest, problems } = manifestIn(archive);
  const existing = state.plugins.find((plugin) => plugin.key === key);
  if (existing && !existing.missing && !overwrite) {
    throw pluginFailure(400, `Plugin '${key}' already exists`);
  }
  const readme = files.get('README.md')?.toString() ?? null;
  const fresh = makePlugin(key, manifest.name, { ...manifest, problems, readme });
  if (existing) replaceFiles(existing, fresh);
  else state.plugins.push(fresh);
  tell({ type: 'plugins_changed' });
  return { success: true, plugin: view(existing ?? fresh), was_managed: false };
}

function exported(plugin) {
  const { key, name, version, description, fields, actions } = plugin;
  const manifest = JSON.stringify({ name, version, description, fields, actions }, null, 2);
  const zip = makeZip({
    [`${key}/plugin.json`]: manifest,
    [`${key}/plugin.py`]:
      'class Plugin:\n    def run(self, action, params, context):\n        pass\n',
  });
  return new Download(zip, 'application/zip', `${key}-${version}.zip`);
}
