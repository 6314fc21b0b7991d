/**
 * The settings and actions of one plugin: made before it is enabled, saved key by key, undone, found in the
 * history; secrets, tables and files; actions that ask.
 */
import assert from 'node:assert/strict';
import { openTab } from './browser.mjs';
import { staged } from './stage.mjs';
import { enableWithTrust, inspect, signIn, storyOf } from './story.mjs';

let server, browser, tab, page;
staged((stage) => ({ server, browser, tab, page } = stage));
const step = storyOf(() => page);

const field = (id) => page.locator(`[data-field="${id}"]`).first();
const input = (id) => page.locator(`input[data-field="${id}"]`);
const button = (name) => page.getByRole('button', { name, exact: true });
const saved = (words = 'Saved') =>
  page.locator('[data-save="saved"]').getByText(words, { exact: true }).waitFor();
const open = async () => {
  await page.goto('/plugin/workshop');
  await input('owner').waitFor();
};
/** Saved, and still so after the page was loaded anew. */
const savedForGood = async () => {
  await saved();
  await open();
};

step('a plugin can be set up before its code ever runs', async () => {
  await page.goto('/plugins');
  await signIn(page);
  await page.getByRole('link', { name: 'Open Workshop' }).click();
  await page.getByText('has not run yet').waitFor();
  assert.equal(await button('Oil').isDisabled(), true);
  await input('owner').fill('Ada');
  await savedForGood();
  assert.equal(await input('owner').inputValue(), 'Ada');
  await inspect(page, 'plugin-before-enabling');
});

step('what is wrong is said at its field, and nothing else waits for it', async () => {
  await input('owner').fill('4da');
  await page.getByText('Letters and spaces only').waitFor();
  await input('count').fill('11');
  await page.getByText('Must be at most 10').waitFor();
  await input('mode').click();
  await page.getByRole('option', { name: 'Thorough' }).click();
  await page.getByText('Not saved: 2 fields need another value').waitFor();
  await inspect(page, 'plugin-wrong-values');
  await input('owner').fill('Ada');
  await input('count').fill('4');
  await savedForGood();
  assert.equal(await input('count').inputValue(), '4');
  assert.equal(await input('mode').inputValue(), 'Thorough');
});

step('the last save is undone by a button', async () => {
  await input('owner').fill('Grace');
  await saved();
  await button('Undo').click();
  await saved('Undone');
  assert.equal(await input('owner').inputValue(), 'Ada');
});

step('a field goes back to its default, and says first what that is', async () => {
  const reset = button('Reset Owner to its default');
  await reset.hover();
  await page.getByText('Changed. Default: Nobody').waitFor();
  await reset.click();
  await saved('Reset');
  assert.equal(await input('owner').inputValue(), 'Nobody');
  await reset.waitFor({ state: 'detached' });
});

step('a secret is typed once and never seen again', async () => {
  await input('api_key').fill('wood-and-glue');
  await input('count').focus();
  await field('api_key').getByText('Set', { exact: true }).waitFor();
  await open();
  await field('api_key').getByText('Set', { exact: true }).waitFor();
  assert.equal((await page.content()).includes('wood-and-glue'), false);
  await button('Replace API key').click();
  await inspect(page, 'plugin-secret');
  await input('api_key').fill('nails');
  await input('api_key').press('Enter');
  await saved();
  await button('Clear API key').click();
  await saved('Reset');
  assert.equal(await input('api_key').inputValue(), '');
});

step('several options are chosen', async () => {
  await input('tools').click();
  await page.getByRole('option', { name: 'Chisel' }).click();
  await page.keyboard.press('Escape');
  await savedForGood();
  await field('tools').locator('..').getByText('Chisel').first().waitFor();
});

step('a table is filled row by row', async () => {
  const add = button('Add a row to Machines');
  await add.click();
  await page.getByLabel('Name, row 1').fill('Lathe');
  await page.getByLabel('Watts, row 1').fill('750');
  await add.click();
  await page.getByLabel('Name, row 2').fill('Drill');
  await page.getByLabel('Room, row 2').click();
  await page.getByRole('option', { name: 'Back' }).click();
  await button('Move row 2 up').click();
  await page.getByLabel('Watts, row 1').fill('-');
  await page.getByText('Must be a number').waitFor();
  await inspect(page, 'plugin-table');
  await page.getByLabel('Watts, row 1').fill('400');
  await savedForGood();
  assert.equal(await page.getByLabel('Name, row 1').inputValue(), 'Drill');
  assert.equal(await page.getByLabel('Watts, row 1').inputValue(), '400');
  assert.equal(await page.getByLabel('Name, row 2').inputValue(), 'Lathe');
  await button('Remove row 1').click();
  await saved();
  assert.equal(await page.getByLabel('Name, row 1').inputValue(), 'Lathe');
});

step('a file is checked, sent and named', async () => {
  const choose = page.getByLabel('File for Plan', { exact: true });
  await choose.setInputFiles({ name: 'plan.exe', mimeType: '', buffer: Buffer.from('no') });
  await page.getByText('“plan.exe” does not end in .txt').waitFor();
  await choose.setInputFiles({ name: 'plan.txt', mimeType: '', buffer: Buffer.from('a bench') });
  await savedForGood();
  await field('plan')
    .getByText(/\.txt$/)
    .first()
    .waitFor();
});

step('a search opens what it finds', async () => {
  const search = page.getByLabel('Search the settings of Workshop');
  await search.fill('closes');
  await input('closing').waitFor();
  assert.equal(await input('owner').count(), 0);
  await search.fill('no such thing');
  await page.getByText('No setting mentions').waitFor();
  await search.press('Escape');
  await input('owner').waitFor();
});

step('the history tells who changed what, and brings it back', async () => {
  await button('History of the settings of Workshop').click();
  const versions = page.getByRole('dialog').locator('[data-version]');
  await versions.first().getByText('Plan', { exact: true }).waitFor();
  await versions.first().getByText('admin').waitFor();
  await inspect(page, 'plugin-history');
  // When the tools were chosen, there was no machine yet.
  await versions
    .filter({ hasText: 'Tools' })
    .getByRole('button', { name: /^Restore/ })
    .click();
  await versions.first().getByText('Restored').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Name, row 1').count(), 0);
  assert.equal(await input('count').inputValue(), '4');
  await page.getByRole('tab', { name: 'History' }).click();
  await page.locator('[data-version]').first().getByText('Current').waitFor();
});

step('all settings are reset after a question, and that is undone, too', async () => {
  await open();
  await input('owner').fill('Linus');
  await saved();
  await button('Reset all settings of Workshop').click();
  await inspect(page, 'plugin-reset-all');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset all' }).click();
  await saved('Reset');
  assert.equal(await input('owner').inputValue(), 'Nobody');
  await button('Undo').click();
  await saved('Undone');
  assert.equal(await input('owner').inputValue(), 'Linus');
});

step('two windows that change different settings do not overwrite each other', async () => {
  const second = await openTab(browser, server.url, {
    storageState: await tab.context.storageState(),
  });
  await second.page.goto('/plugin/workshop');
  await second.page.locator('[name="count"]').waitFor();
  await Promise.all([
    input('owner').fill('Margaret'),
    second.page.locator('[name="count"]').fill('7'),
  ]);
  await Promise.all([
    saved(),
    second.page.locator('[data-save="saved"]').getByText('Saved', { exact: true }).waitFor(),
  ]);
  await open();
  assert.equal(await input('owner').inputValue(), 'Margaret');
  assert.equal(await input('count').inputValue(), '7');
  await second.context.close();
});

step('the question before the first run names what the plugin asks for', async () => {
  await page.getByRole('switch', { name: 'Enable Workshop' }).click({ force: true });
  await page.locator('[data-capability="background_tasks"]').waitFor();
  await inspect(page, 'plugin-trust');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await enableWithTrust(page, 'Workshop');
});

step('an action asks for its params, and runs with them', async () => {
  const row = page.locator('[data-action="build"]');
  await row.getByRole('button', { name: 'Build…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Build' }).click();
  await dialog.getByText('Must not be left blank').waitFor();
  await inspect(page, 'plugin-params');
  await dialog.locator('[name="what"]').fill('stool');
  await dialog.locator('[name="pieces"]').fill('3');
  await dialog.getByRole('button', { name: 'Build' }).click();
  await row
    .locator('[data-tone="success"]')
    .getByText('Built 3 x stool for Margaret')
    .waitFor({ timeout: 30_000 });
});

step('actions are searched, and say which events run them', async () => {
  await page.getByLabel('Search the actions of Workshop').fill('m3u_refresh');
  await page.locator('[data-action="oil"]').waitFor({ state: 'detached' });
  const row = page.locator('[data-action="sharpen"]');
  await row.getByText('Runs on').waitFor();
  await row.getByRole('button', { name: 'Sharpen', exact: true }).click();
  await row.locator('[data-tone="success"]').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Clear the search' }).last().click();
  await inspect(page, 'plugin-page');
});

step('a README is shown without what it would load or run', async () => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('tab', { name: 'README' }).click();
  await page.getByRole('heading', { name: 'Tools' }).waitFor();
  await page.getByText('[Image: A badge]').waitFor();
  const link = page.getByRole('link', { name: 'the manual' });
  assert.equal(await link.getAttribute('rel'), 'noreferrer');
  assert.equal(await page.getByRole('link', { name: 'this' }).count(), 0);
  assert.equal(await page.locator('img[src*="example.org"]').count(), 0);
  await inspect(page, 'plugin-readme');
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(server.url)),
    [],
  );
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
    await other.page.goto('/plugin/workshop');
    await other.page.locator('[name="owner"]').waitFor();
    for (const section of ['Opening hours', 'Signs']) {
      await other.page.getByRole('button', { name: section }).click();
    }
    await inspect(other.page, `plugin-page-${name}`);
    const width = await other.page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    assert.ok(width[0] <= width[1], `${width[0]} px wide in a window of ${width[1]} (${name})`);
    for (const part of ['readme', 'history']) {
      await other.page.goto(`/plugin/workshop?tab=${part}`);
      await other.page.getByRole('tabpanel').waitFor();
      await other.page.waitForLoadState('networkidle');
      await inspect(other.page, `plugin-${part}-${name}`);
    }
    assert.deepEqual(other.errors, []);
    await other.context.close();
  }
});

step('nothing of this made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
