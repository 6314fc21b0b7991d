/**
 * How much the browser loads before the first page shows: index.html, what it links, the page it opens.
 *
 * `npm run size` after a build; fails above the limit.
 */
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 350;
const assets = new URL('../dist/assets/', import.meta.url);
const html = await readFile(new URL('../dist/index.html', import.meta.url), 'utf8');

const names = new Set([...html.matchAll(/assets\/([^"]+)/g)].map(([, name]) => name));
// The heaviest first page is the one with a plugin's form; what it imports comes along.
const files = await readdir(assets);
for (const name of files) if (name.startsWith('SettingsPage-')) names.add(name);
for (const name of names) {
  if (!name.endsWith('.js')) continue;
  const text = await readFile(new URL(name, assets), 'utf8');
  for (const [, imported] of text.matchAll(/from\s*["']\.\/([^"']+)["']/g)) names.add(imported);
}

let total = gzipSync(html).length;
for (const name of names) total += gzipSync(await readFile(new URL(name, assets))).length;
const kb = total / 1000;
console.log(`First load: ${kb.toFixed(1)} kB gzip in ${names.size + 1} files (limit ${LIMIT_KB})`);
process.exitCode = kb > LIMIT_KB ? 1 : 0;
