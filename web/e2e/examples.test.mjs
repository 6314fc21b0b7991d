/** The example plugins, as a person uses them: sections, a confirmation, a file, live messages. */
import assert from 'node:assert/strict';
import { staged } from './stage.mjs';
import { enableWithTrust, expand, inspect, signIn, storyOf } from './story.mjs';

let tab, page;
staged((stage) => ({ tab, page } = stage));
const step = storyOf(() => page);

step('three examples are enabled and found in the settings', async () => {
  await page.goto('/plugins');
  await signIn(page);
  for (const name of ['Channel Exporter', 'Database Maintenance', 'Live Ticker']) {
    await enableWithTrust(page, name);
  }
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: /^Live Ticker/ }).waitFor();
});

step(
  'sections come in the order of their fields, the first open and the others closed',
  async () => {
    const item = await expand(page, 'Channel Exporter');
    const sections = item.getByRole('region', { name: /^Settings of/ }).locator('[aria-expanded]');
    await sections.first().waitFor();
    const outline = await sections.evaluateAll((controls) =>
      controls.map((control) => [control.innerText, control.getAttribute('aria-expanded')]),
    );
    assert.deepEqual(outline, [
      ['Export Options', 'true'],
      ['Advanced', 'false'],
    ]);
  },
);

step('an export names its file', async () => {
  const item = await expand(page, 'Channel Exporter');
  await item.getByRole('button', { name: 'Export Channels', exact: true }).click();
  const result = item.locator('[data-tone="success"]');
  await result.getByText('Exported 150 channels').waitFor();
  await result.getByText('/app/data/exports/channels.m3u').waitFor();
  await inspect(page, 'examples-export');
});

step('an action that asks runs only after a yes', async () => {
  const item = await expand(page, 'Database Maintenance');
  await item.getByRole('button', { name: 'Vacuum Database', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await item.locator('[data-tone]').count(), 0);
  await item.getByRole('button', { name: 'Vacuum Database', exact: true }).click();
  await inspect(page, 'examples-confirm');
  await dialog.getByRole('button', { name: 'Vacuum Database', exact: true }).click();
  await item.locator('[data-tone="success"]').waitFor({ timeout: 30_000 });
});

step('what a plugin tells while it works becomes a toast, and the result stays', async () => {
  const item = await expand(page, 'Live Ticker');
  await item.getByRole('button', { name: 'Start', exact: true }).click();
  const toast = page.locator('.mantine-Notification-root').filter({ hasText: 'Live Ticker' });
  await toast.getByText(/ · \d+ %$/).waitFor();
  await inspect(page, 'examples-live');
  await item
    .locator('[data-tone="success"]')
    .getByText(/150 channels in \d+ groups/)
    .waitFor({ timeout: 30_000 });
  assert.equal(await toast.count(), 1);
});

step('nothing of this made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
