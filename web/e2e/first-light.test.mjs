/**
 * The story of a new server: make an admin, enable a plugin, change a setting, run an action.
 *
 * The steps build on each other, so the first that fails ends the story.
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, openTab } from './browser.mjs';
import { startServer } from './server.mjs';
import { ADMIN, enableWithTrust, expand, inspect, storyOf, toggle } from './story.mjs';

let server, browser, tab, page;

before(async () => {
  [server, browser] = await Promise.all([startServer({ runLimit: 3 }), launch()]);
  tab = await openTab(browser, server.url);
  page = tab.page;
});

after(async () => {
  await browser?.close();
  await server?.close();
});

const step = storyOf(() => page);

const card = (name, of = page) =>
  of.getByRole('article').filter({ has: of.getByRole('heading', { name, exact: true }) });
const openInSettings = async (name) => {
  await page.goto('/settings');
  return expand(page, name);
};

step('a new server asks for its first admin', async () => {
  await page.goto('/');
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByLabel('Password again').fill(ADMIN.password);
  await inspect(page, 'login-setup');
  await page.getByRole('button', { name: 'Create the admin' }).click();
  await page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor();
});

step('signing out leads back to the sign-in form, and a wrong password is refused', async () => {
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'User name or password is wrong' }).waitFor();
  await inspect(page, 'login');
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-live="open"]').waitFor();
});

step('enabling a plugin for the first time asks for trust, with the focus on Cancel', async () => {
  await page.goto('/plugins');
  await card('Hello World').waitFor();
  await toggle(page, 'Hello World').click({ force: true });
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.waitFor();
  assert.equal(await cancel.evaluate((button) => button === document.activeElement), true);
  await inspect(page, 'trust');
  await cancel.click();
  assert.equal(await toggle(page, 'Hello World').isChecked(), false);
});

step('a change made in one window shows in another at once', async () => {
  const second = await openTab(browser, server.url, {
    storageState: await tab.context.storageState(),
  });
  await second.page.goto('/plugins');
  await second.page.locator('[data-live="open"]').waitFor();
  assert.equal(await toggle(second.page, 'Hello World').isChecked(), false);
  await enableWithTrust(page, 'Hello World');
  await second.page.waitForFunction(
    () => document.querySelector('[aria-label="Enable Hello World"]')?.checked === true,
  );
  await card('Hello World').locator('text=Running').waitFor({ timeout: 90_000 });
  await inspect(page, 'plugins');
  await second.context.close();
});

step('a changed greeting saves itself and is what the plugin says', async () => {
  const item = await openInSettings('Hello World');
  const greeting = item.getByLabel('Greeting Message', { exact: true });
  assert.equal(await greeting.inputValue(), 'Hello');
  await greeting.fill('Good evening');
  await item.getByText('Saved', { exact: true }).waitFor();
  await item.getByRole('button', { name: 'Say Hello', exact: true }).click();
  await item.locator('[data-tone="success"]').getByText('Good evening, World!').waitFor();
  await inspect(page, 'settings');
  await page.reload();
  const again = await openInSettings('Hello World');
  assert.equal(
    await again.getByLabel('Greeting Message', { exact: true }).inputValue(),
    'Good evening',
  );
});

step('a setting changed in one window shows in another that is not editing it', async () => {
  const item = await openInSettings('Hello World');
  const second = await openTab(browser, server.url, {
    storageState: await tab.context.storageState(),
  });
  await second.page.goto('/settings#hello_world');
  await second.page.locator('[data-live="open"]').waitFor();
  const theirs = second.page.getByLabel('Greeting Message', { exact: true });
  await theirs.waitFor();
  await item.getByLabel('Greeting Message', { exact: true }).fill('From the first window');
  await second.page.waitForFunction(
    () => document.querySelector('[name="greeting"]')?.value === 'From the first window',
  );
  await second.context.close();
});

step('a setting typed a moment before the run counts in the run', async () => {
  const item = await openInSettings('Hello World');
  await item.getByLabel('Greeting Message', { exact: true }).fill('Quick');
  await item.getByRole('button', { name: 'Say Hello', exact: true }).click();
  await item.getByText('Quick, World!').waitFor();
});

step('a change that cannot be saved is kept on the screen until it is', async () => {
  const item = await openInSettings('Hello World');
  const asksBeforeLeaving = () =>
    page.evaluate(() => {
      const leaving = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(leaving);
      return leaving.defaultPrevented;
    });
  await page.route('**/hello_world/settings/', (route) => route.abort());
  await item.getByLabel('Greeting Message', { exact: true }).fill('Stubborn');
  await item.getByText('Could not save: The server cannot be reached').waitFor();
  await inspect(page, 'not-saved');
  assert.equal(await asksBeforeLeaving(), true);
  // Another page and back: still there.
  await page.getByRole('link', { name: 'Plugins', exact: true }).click();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const again = await expand(page, 'Hello World');
  assert.equal(
    await again.getByLabel('Greeting Message', { exact: true }).inputValue(),
    'Stubborn',
  );
  // Leaving the field and the page tried again; let that fail too before the way is free.
  await again.getByText('Could not save').waitFor();
  await page.unroute('**/hello_world/settings/');
  await again.getByRole('button', { name: 'Retry' }).click();
  await again.getByText('Saved', { exact: true }).waitFor();
  assert.equal(await asksBeforeLeaving(), false);
});

step("a plugin's own error is red, though the request succeeded", async () => {
  const item = await openInSettings('Hello World');
  await item.getByLabel('Enable Greeting', { exact: true }).click({ force: true });
  await item.getByRole('button', { name: 'Say Hello', exact: true }).click();
  await item.locator('[data-tone="error"]').getByText('Greeting is disabled in settings').waitFor();
  await item.getByRole('button', { name: 'Dismiss the result' }).click();
  await item.locator('[data-tone]').waitFor({ state: 'detached' });
});

step('plugins that raise, overstay or exit are shown red, each with its reason', async () => {
  await page.goto('/plugins');
  await enableWithTrust(page, 'Fails');
  const item = await openInSettings('Fails');
  for (const [action, reason] of [
    ['Raise', /division by zero/],
    ['Sleep', /longer than allowed/],
    ['Exit', /process ended/],
  ]) {
    const row = item.locator(`[data-action="${action.toLowerCase()}s"]`);
    await row.getByRole('button', { name: action, exact: true }).click();
    await row.locator('[data-tone="error"]').getByText(reason).first().waitFor({ timeout: 40_000 });
  }
  await inspect(page, 'failures');
});

step('an address that leads nowhere, and a plugin that is not there, say so', async () => {
  await page.goto('/nowhere');
  await page.getByRole('heading', { name: 'There is no page here' }).waitFor();
  await inspect(page, 'not-found');
  await page.goto('/plugin/no_such_plugin');
  await page.getByRole('heading', { name: 'Plugin not found' }).waitFor();
});

step('nothing in the story made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
