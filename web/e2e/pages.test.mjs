/**
 * Every page on a server with the sample data: on a desk, in the dark and on a phone; and what can be done
 * with accounts, sources, channels and the guide.
 */
import assert from 'node:assert/strict';
import { openTab } from './browser.mjs';
import { staged } from './stage.mjs';
import { inspect, signIn, storyOf } from './story.mjs';

let server, browser, tab, page;
staged((stage) => ({ server, browser, tab, page } = stage));
const step = storyOf(() => page);

const heading = (name, of = page) => of.getByRole('heading', { name, level: 1 });

step('a page that needs sign-in comes back after it', async () => {
  await page.goto('/channels?search=1');
  await signIn(page);
  await heading('Channels').waitFor();
  assert.equal(new URL(page.url()).search, '?search=1');
});

step('channels are listed, searched and paged', async () => {
  await page.goto('/channels');
  const rows = page.getByRole('row');
  await rows.nth(50).waitFor();
  const first = await rows.nth(1).innerText();
  await page.getByRole('button', { name: 'Page 2', exact: true }).click();
  await page.waitForFunction((text) => !document.body.innerText.includes(text), first);
  await page.goBack();
  await page.goto('/channels');
  await rows.nth(50).waitFor();
  await page.getByLabel('Search channels').fill('no such channel');
  await page.getByRole('heading', { name: 'No channel matches' }).waitFor();
});

step('an M3U account that cannot be read says so, and is deleted after a question', async () => {
  await page.goto('/sources');
  await page.getByRole('button', { name: 'Add an M3U account' }).click();
  await page.getByLabel('Name').fill('Temporary');
  await page.getByText('File on the server').click();
  await page.getByLabel('Path on the server').fill('/nowhere/list.m3u');
  await inspect(page, 'sources-add');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const card = page.locator('[data-source="Temporary"]');
  await card.waitFor();
  await card.getByRole('button', { name: 'Delete Temporary' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await card.waitFor({ state: 'detached' });
});

step('a refresh is told over the WebSocket, and ends in its own words', async () => {
  const told = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { data } = JSON.parse(String(payload));
      if (data?.type === 'm3u_refresh') told.push(data);
    }),
  );
  await page.goto('/sources');
  await page.locator('[data-live="open"]').waitFor();
  const card = page.getByRole('region', { name: 'M3U accounts' }).getByRole('article').first();
  await card.getByRole('button', { name: 'Refresh' }).click();
  const deadline = Date.now() + 60_000;
  while (!told.some(({ status }) => status === 'success')) {
    assert.ok(Date.now() < deadline, `no end was told; told so far: ${JSON.stringify(told)}`);
    await page.waitForTimeout(100);
  }
  assert.ok(told.every(({ account }) => Number.isInteger(account)));
  await card.getByRole('progressbar').waitFor({ state: 'detached' });
  await card.getByText('Up to date').waitFor();
});

step('the guide shows what is on now, and tells more about it', async () => {
  await page.goto('/guide');
  const onNow = page.getByRole('button', { name: /, on now$/ });
  await onNow.first().waitFor();
  await onNow.first().click();
  await inspect(page, 'guide-details');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Later' }).click();
});

const PAGES = ['channels', 'sources', 'guide', 'plugins', 'plugin/workshop', 'settings'];
const TITLES = {
  channels: 'Channels',
  sources: 'M3U & EPG',
  guide: 'Guide',
  plugins: 'Plugins',
  'plugin/workshop': 'Workshop',
  settings: 'Settings',
};

async function visitAll(suffix, options) {
  const other = await openTab(browser, server.url, {
    storageState: await tab.context.storageState(),
    ...options,
  });
  for (const name of PAGES) {
    await other.page.goto(`/${name}`);
    await heading(TITLES[name], other.page).waitFor();
    await other.page.waitForLoadState('networkidle');
    await inspect(other.page, `${name.replace('/', '-')}-${suffix}`);
    const overflow = await other.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `${name} is ${overflow} px wider than the window (${suffix})`);
  }
  assert.deepEqual(other.errors, []);
  await other.context.close();
}

step('every page is fine on a desk', () => visitAll('desk', {}));
step('every page is fine in the dark', () => visitAll('dark', { colorScheme: 'dark' }));
step('every page is fine on a phone', () =>
  visitAll('phone', { viewport: { width: 360, height: 740 }, hasTouch: true }),
);

step('the menu of a phone opens, leads on and closes', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/plugins');
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await page.getByRole('link', { name: 'Guide', exact: true }).click();
  await heading('Guide').waitFor();
  await page.getByRole('button', { name: 'Open the menu' }).waitFor();
});

step('nothing of this made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
