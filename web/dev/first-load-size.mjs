/**
 * How much the browser loads before the first page shows: index.html, what it links, the page it opens.
 *
 * `npm run size` after a build; fails above the limit. What a page loads only when it is asked for (the
 * import dialog, READMEs, the history) does not count.
 */
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 350;
/** The heaviest ones: with plugins' cards, or a plugin's form. */
const PAGES = ['PluginsPage', 'PluginPage', 'SettingsPage'];

const assets = new URL('../dist/assets/', import.meta.url);
const html = await readFile(new URL('../dist/index.html', import.meta.url), 'utf8');
const linked = [...html.matchAll(/assets\/([^"]+)/g)].map(([, name]) => name);
const files = await readdir(assets);

let heaviest = 0;
for (const page of PAGES) {
  const names = new Set([...linked, ...files.filter((name) => name.startsWith(`${page}-`))]);
  for (const name of names) {
    if (!name.endsWith('.js')) continue;
    const text = await readFile(new URL(name, assets), 'utf8');
    for (const [, imported] of text.matchAll(/from\s*["']\.\/([^"']+)["']/g)) names.add(imported);
  }
  // The styles of a chunk are named after it.
  for (const name of [...names]) {
    const chunk = name.replace(/-[^-]{8}\.js$/, '');
    for (const file of files)
      if (file.endsWith('.css') && file.startsWith(`${chunk}-`)) names.add(file);
  }
  let total = gzipSync(html).length;
  for (const name of names) total += gzipSync(await readFile(new URL(name, assets))).length;
  const kb = total / 1000;
  heaviest = Math.max(heaviest, kb);
  console.log(
    `${page} first: ${kb.toFixed(1)} kB gzip in ${names.size + 1} files (limit ${LIMIT_KB})`,
  );
}
process.exitCode = heaviest > LIMIT_KB ? 1 : 0;
