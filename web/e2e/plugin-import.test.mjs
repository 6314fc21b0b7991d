/**
 * Plugins come and go: a zip is looked into, installed, replaced, rolled back, exported; a plugin is deleted,
 * brought back, and deleted for good.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { makeZip, readZip } from '../dev/mock/zip.mjs';
import { openTab } from './browser.mjs';
import { staged } from './stage.mjs';
import { inspect, signIn, storyOf, toggle } from './story.mjs';

let server, browser, tab, page;
staged((stage) => ({ server, browser, tab, page } = stage));
const step = storyOf(() => page);

const manifest = (version, capabilities) => ({
  manifest_version: 1,
  name: 'Bird House',
  version,
  description: 'Comes as a zip.',
  author: 'A stranger',
  license: 'MIT',
  capabilities,
  fields: [
    { id: 'holes', label: 'Holes', type: 'number', default: 1 },
    { id: 'shape', label: 'Shape', type: 'hologram' },
  ],
  actions: [{ id: 'hang', label: 'Hang it up' }],
});

const CODE = `
import socket
import subprocess

class Plugin:
    name = "Bird House"

    def run(self, action, params, context):
        if params.get("call"):
            socket.create_connection(("bird.example", 80))
            subprocess.run(["true"])
        return {"status": "success", "message": "Hung up"}
`;

function birdHouse(version, capabilities = []) {
  return {
    name: `bird-house-${version}.zip`,
    mimeType: 'application/zip',
    buffer: makeZip({
      'bird-house-main/README.md': 'The repository, not the plugin.',
      'bird-house-main/bird_house/plugin.json': JSON.stringify(manifest(version, capabilities)),
      'bird-house-main/bird_house/plugin.py': CODE,
      'bird-house-main/bird_house/README.md': `# Bird House ${version}`,
    }),
  };
}

const card = (name) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name, exact: true }) });
const dialog = () => page.getByRole('dialog');
const more = (name, item) =>
  page
    .getByRole('button', { name: `More about ${name}` })
    .click()
    .then(() => page.getByRole('menuitem', { name: item }).click());
const choose = async (file) => {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByLabel('Zip of a plugin').setInputFiles(file);
};
const closed = () => dialog().waitFor({ state: 'detached' });

step('the page shows where plugins live', async () => {
  await page.goto('/plugins');
  await signIn(page);
  await page.getByText('Plugins folder').waitFor();
  await page.getByRole('button', { name: 'Copy the path of the plugins folder' }).waitFor();
  assert.equal(await page.getByLabel('Notice changes by itself').count(), 1);
});

step('what is no zip is refused in words, before it is sent', async () => {
  await choose({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await dialog().getByText('“notes.txt” is not a zip file').waitFor();
  await inspect(page, 'import-refused');
  await page
    .getByLabel('Zip of a plugin')
    .setInputFiles({ name: 'cut.zip', mimeType: '', buffer: Buffer.from('PK nothing') });
  await dialog().getByText('“cut.zip” is called a zip, but it is not one').waitFor();
});

step('a zip without a plugin in it is refused by the server, by name', async () => {
  const empty = makeZip({ 'readme.txt': 'nothing' });
  await page
    .getByLabel('Zip of a plugin')
    .setInputFiles({ name: 'empty.zip', mimeType: '', buffer: empty });
  await dialog().getByText('Invalid plugin: missing plugin.py').waitFor();
});

step('a zip is looked into before anything of it is written', async () => {
  await page.getByLabel('Zip of a plugin').setInputFiles(birdHouse('1.0.0'));
  await dialog().locator('[data-preview="bird_house"]').waitFor();
  await dialog().getByText('Version 1.0.0').waitFor();
  const network = dialog().locator('[data-finding="network"]');
  await network.getByText(/^Connects to the network: \d place/).click();
  await network
    .getByText(/plugin\.py:\d+/)
    .first()
    .waitFor();
  await dialog().locator('[data-finding="subprocess"]').waitFor();
  await dialog()
    .getByText(/hologram/)
    .first()
    .waitFor();
  await inspect(page, 'import-preview');
  assert.equal(await card('Bird House').count(), 0);
});

step('it is installed switched off, and can be enabled at once', async () => {
  await dialog().getByRole('button', { name: 'Install', exact: true }).click();
  await dialog().getByText('Bird House 1.0.0 was installed.').waitFor();
  await inspect(page, 'import-done');
  await dialog().getByRole('button', { name: 'Enable now' }).click();
  await dialog().getByText('Found in its code').waitFor();
  await inspect(page, 'import-trust');
  await page.getByRole('button', { name: 'I understand, enable' }).click();
  await page.waitForFunction(
    () => document.querySelector('[aria-label="Enable Bird House"]:enabled')?.checked === true,
    undefined,
    { timeout: 90_000 },
  );
});

step('what is wrong with what it declares is on its card and its page', async () => {
  await card('Bird House')
    .getByText(/^\d+ problems? in what it declares$/)
    .click();
  await card('Bird House')
    .getByText(/hologram/)
    .first()
    .waitFor();
  await inspect(page, 'plugins-problem');
  await page.getByRole('link', { name: 'Open Bird House' }).click();
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await page
    .getByRole('tabpanel')
    .getByText(/hologram/)
    .first()
    .waitFor();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.locator('input[data-field="holes"]').fill('3');
  await page.locator('[data-save="saved"]').getByText('Saved', { exact: true }).waitFor();
});

step('a newer zip replaces it, and says what changes', async () => {
  await page.goto('/plugins');
  await choose(birdHouse('2.0.0', ['background_tasks']));
  await dialog().getByText('Version 1.0.0 becomes 2.0.0').waitFor();
  await dialog().locator('[data-capability="background_tasks"]').getByText('New').waitFor();
  await inspect(page, 'import-replace');
  await dialog().getByRole('button', { name: 'Replace', exact: true }).click();
  await dialog().getByText('Bird House 2.0.0 is in place.').waitFor({ timeout: 30_000 });
  await dialog().getByRole('button', { name: 'Done' }).click();
  await closed();
  await card('Bird House')
    .getByText(/Version 2\.0\.0/)
    .waitFor();
});

step('an update that asks for more says so, and is allowed after a look', async () => {
  await page.getByText('Needs attention').click();
  await card('Bird House').getByText('It asks for more than you allowed').waitFor();
  await page.getByRole('button', { name: 'Review what Bird House asks for' }).click();
  await dialog().locator('[data-capability="background_tasks"]').waitFor();
  await inspect(page, 'plugins-asks-for-more');
  await dialog().getByRole('button', { name: 'I understand, allow' }).click();
  await card('Bird House').getByText('It asks for more').waitFor({ state: 'detached' });
  await page.getByText(/^All \d/).click();
});

step('it is rolled back with its settings, and keeps them', async () => {
  await more('Bird House', /Roll back to 1\.0\.0/);
  await dialog().getByRole('button', { name: 'Roll back' }).click();
  await card('Bird House')
    .getByText(/Version 1\.0\.0/)
    .waitFor({ timeout: 30_000 });
  await page.goto('/plugin/bird_house');
  const holes = page.locator('input[data-field="holes"]');
  await holes.waitFor();
  assert.equal(await holes.inputValue(), '3');
});

step('it is exported as a zip that holds it', async () => {
  const download = page.waitForEvent('download');
  await more('Bird House', 'Export as a zip');
  const file = await download;
  assert.equal(file.suggestedFilename(), 'bird_house-1.0.0.zip');
  const zip = readZip(await readFile(await file.path()));
  assert.ok([...zip.keys()].some((path) => path.endsWith('plugin.py')));
});

step('it is reloaded alone', async () => {
  await more('Bird House', 'Reload');
  await page.getByText('Bird House was read again').waitFor({ timeout: 30_000 });
});

step('a deleted plugin leaves its page, and comes back with its settings', async () => {
  await more('Bird House', 'Delete');
  await inspect(page, 'plugin-delete');
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor();
  await page.getByText('Bird House was moved to the trash').waitFor();
  await card('Bird House').waitFor({ state: 'detached' });
  await inspect(page, 'plugins-deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await card('Bird House').waitFor();
  assert.equal(await toggle(page, 'Bird House').isChecked(), false);
  await page.goto('/plugin/bird_house');
  const holes = page.locator('input[data-field="holes"]');
  await holes.waitFor();
  assert.equal(await holes.inputValue(), '3');
});

step('the trash gives back, and forgets for good after a question', async () => {
  const remove = async () => {
    await more('Bird House', 'Delete');
    await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Bird House was moved to the trash').first().waitFor();
    await page.goto('/plugins');
    await page.getByRole('button', { name: 'Trash' }).click();
    await dialog().locator('[data-trashed="bird_house"]').waitFor();
  };
  await remove();
  await inspect(page, 'trash');
  await page.getByRole('button', { name: 'Restore Bird House' }).click();
  await dialog().getByText('The trash is empty').waitFor();
  await page.keyboard.press('Escape');
  await card('Bird House').waitFor();
  await remove();
  await page.getByRole('button', { name: 'Delete for good: Bird House' }).click();
  await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
  await dialog().getByText('The trash is empty').waitFor();
  await inspect(page, 'trash-empty');
  await page.keyboard.press('Escape');
  assert.equal(await card('Bird House').count(), 0);
});

step('plugins are found by what they do, and by how they are', async () => {
  await page.getByLabel('Search plugins').fill('sharpen');
  await card('Workshop').waitFor();
  await card('Hello World').waitFor({ state: 'detached' });
  await page.getByText(/^Enabled \d/).click();
  await page.getByRole('heading', { name: 'No plugin matches' }).waitFor();
  await inspect(page, 'plugins-no-match');
  await page.getByRole('button', { name: 'Show all' }).click();
  await card('Hello World').waitFor();
});

step('a zip dropped on the page is looked into', async () => {
  const { name, buffer } = birdHouse('3.0.0');
  const transfer = await page.evaluateHandle(
    ([file, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], file, { type: 'application/zip' }));
      return data;
    },
    [name, [...buffer]],
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.getByText('Drop the zip to look into it').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await dialog().getByText('Version 3.0.0').waitFor();
  await page.keyboard.press('Escape');
  await closed();
});

step('on a phone and in the dark it is fine, too', async () => {
  const state = { storageState: await tab.context.storageState() };
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  for (const [name, options] of [
    ['dark', { colorScheme: 'dark' }],
    ['phone', phone],
    ['phone-dark', { ...phone, colorScheme: 'dark' }],
  ]) {
    const other = await openTab(browser, server.url, { ...state, ...options });
    await other.page.goto('/plugins');
    await other.page.getByRole('article').first().waitFor();
    await inspect(other.page, `plugins-page-${name}`);
    await other.page.getByRole('button', { name: 'Import', exact: true }).click();
    await other.page.getByLabel('Zip of a plugin').setInputFiles(birdHouse('1.0.0'));
    await other.page.locator('[data-preview]').waitFor();
    await inspect(other.page, `import-preview-${name}`);
    assert.deepEqual(other.errors, []);
    await other.context.close();
  }
});

step('nothing of this made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
