/**
 * The story of a run: started, watched, left alone and found again, cancelled from another browser, looked
 * up afterwards with its file and its log; run by the clock, and in the background.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { openTab } from './browser.mjs';
import { staged } from './stage.mjs';
import { enableWithTrust, inspect, signIn, storyOf } from './story.mjs';

let server, browser, tab, page;
staged((stage) => ({ server, browser, tab, page } = stage));
const step = storyOf(() => page);

const action = (id, of = page) => of.locator(`[data-action="${id}"]`);

async function count(steps, pause) {
  await action('count').getByRole('button', { name: 'Count down…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Steps').fill(String(steps));
  await dialog.getByLabel('Seconds between them').fill(String(pause));
  await dialog.getByRole('button', { name: 'Count down' }).click();
}

/** Follows the link to the run under way. */
async function openRun(of = page) {
  await action('count', of).getByRole('link', { name: 'Open the run with its log' }).click();
  await of.getByRole('heading', { name: 'Count down', level: 1 }).waitFor();
}

const firstRow = () => page.getByRole('table', { name: 'Runs' }).locator('tbody tr').first();

step('before anything has run, the page of runs says so', async () => {
  await page.goto('/runs');
  await signIn(page);
  await page.getByRole('heading', { name: 'Nothing has run yet' }).waitFor();
  await inspect(page, 'runs-empty');
});

step('a run shows how far it is, and its log as it is written', async () => {
  await page.goto('/plugins');
  await enableWithTrust(page, 'Countdown');
  await page.goto('/plugin/countdown');
  await count(60, 0.5);
  await action('count')
    .getByText(/^\d+ left$/)
    .waitFor();
  await action('count')
    .getByText(/\d+ % · 0:\d\d min/)
    .waitFor();
  assert.equal(
    await action('count').getByRole('button', { name: 'Count down…' }).isEnabled(),
    false,
  );
  await page.locator('[data-open-runs="1"]').waitFor();
  await openRun();
  const log = page.getByRole('log');
  await log.getByText('1 of 60, 59 left').waitFor();
  await log.getByText('8 of 60, 52 left').waitFor();
  await inspect(page, 'runs-running');
});

step('the tab is closed and opened again: it is still there', async () => {
  const { pathname } = new URL(page.url());
  await page.close();
  page = await tab.context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto('/plugin/countdown');
  await action('count')
    .getByText(/^\d+ left$/)
    .waitFor();
  await openRun();
  assert.equal(new URL(page.url()).pathname, pathname);
  // Every line from the first on, each once.
  const log = page.getByRole('log');
  await log.getByText('12 of 60, 48 left').waitFor();
  const numbers = await log
    .locator('[data-line]')
    .evaluateAll((rows) => rows.map((row) => Number(/(\d+) of 60/.exec(row.textContent)?.[1])));
  assert.deepEqual(
    numbers.slice(0, 12),
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
});

step('a second start is refused, with a way to the first', async () => {
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const answer = await page.evaluate(async () => {
    const { access } = JSON.parse(localStorage.getItem('pluggarr.session'));
    const response = await fetch('/api/plugins/plugins/countdown/run/', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${access}`,
        'Content-Type': 'application/json',
        Prefer: 'respond-async',
      },
      body: JSON.stringify({ action: 'count', params: {} }),
    });
    return { status: response.status, body: await response.json() };
  });
  assert.equal(answer.status, 409);
  assert.equal(answer.body.run_id, id);
});

step('it is cancelled from another browser', async () => {
  const other = await openTab(browser, server.url);
  await other.page.goto('/plugin/countdown');
  await signIn(other.page);
  await action('count', other.page).getByRole('button', { name: 'Cancel Count down' }).click();
  await page.getByText(/^Cancelled: the plugin stopped when it was asked to/).waitFor();
  await page
    .getByRole('log')
    .getByText(/^Stopped at \d+$/)
    .waitFor();
  await action('count', other.page)
    .getByText(/^Cancelled: /)
    .waitFor();
  await inspect(page, 'runs-cancelled');
  assert.deepEqual(other.errors, []);
  await other.context.close();
});

step('a run is found in the history, with its result', async () => {
  await page.goto('/plugin/countdown');
  await count(3, 0.1);
  await action('count').locator('[data-tone="success"]').getByText('Counted 3 steps').waitFor();
  await inspect(page, 'runs-result');
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await firstRow().getByText('Succeeded').first().waitFor();
  await page.getByLabel('State', { exact: true }).click();
  await page.getByRole('option', { name: 'Cancelled' }).click();
  await page.waitForFunction(
    () => document.querySelectorAll('table[aria-label="Runs"] tbody tr').length === 1,
  );
  await page.locator('[aria-label="All states"]').click();
  await page.getByLabel('Search runs').fill('Counted 3');
  await page.waitForFunction(
    () => document.querySelectorAll('table[aria-label="Runs"] tbody tr').length === 1,
  );
  await inspect(page, 'runs-found');
  await firstRow().getByRole('link', { name: 'Count down' }).click();
  await page.getByRole('table', { name: 'Data' }).getByRole('row').nth(3).waitFor();
  await page.getByRole('definition').getByText('3', { exact: true }).first().waitFor();
});

step('its file is looked into and downloaded', async () => {
  const file = page.locator('[data-file="countdown.txt"]');
  await file.getByRole('button', { name: 'Preview countdown.txt' }).click();
  await file.getByText('0 left').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    file.getByRole('button', { name: 'Download countdown.txt' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'countdown.txt');
  assert.equal(await readFile(await download.path(), 'utf8'), '2 left\n1 left\n0 left\n');
  await inspect(page, 'runs-file');
});

step('it runs again with the same parameters', async () => {
  const before = page.url();
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.waitForFunction((url) => location.href !== url, before);
  await page.locator('[data-tone="success"]').getByText('Counted 3 steps').waitFor();
});

step('a run that fails is red, and its log is searched', async () => {
  await page.goto('/plugin/countdown');
  await action('stumble').getByRole('button', { name: 'Stumble', exact: true }).click();
  const result = action('stumble').locator('[data-tone="error"]');
  await result.getByText('and so did the second').first().waitFor();
  await result.getByRole('link', { name: 'Open the run with its log' }).click();
  const log = page.getByRole('log');
  await log.getByText('The first try went wrong').waitFor();
  await log.getByRole('button', { name: 'Traceback' }).first().click();
  await log.getByText(/ZeroDivisionError/).waitFor();
  await page.getByLabel('Search the log').fill('nothing of the kind');
  await page.getByText('No line matches.').waitFor();
  await page.getByLabel('Search the log').fill('first try');
  await log.locator('mark').waitFor();
  await inspect(page, 'runs-failed');
});

step('a log of thousands of lines is shown whole, and stays at its end', async () => {
  await page.goto('/plugin/countdown');
  await action('flood').getByRole('button', { name: 'Flood', exact: true }).click();
  await action('flood').getByRole('link', { name: 'Open the run with its log' }).click();
  const log = page.getByRole('log');
  await log.getByText('second 9, line 999').waitFor({ timeout: 60_000 });
  await page.getByText(/^10,000 lines/).waitFor({ timeout: 30_000 });
  assert.ok((await log.locator('[data-line]').count()) < 100, 'only the lines in sight exist');
  const follows = page.getByRole('switch', { name: 'Follow the end' });
  assert.equal(await follows.isChecked(), true);
  await log.hover();
  await page.mouse.wheel(0, -3000);
  await page.getByRole('button', { name: 'To the end' }).click();
  await log.getByText('second 9, line 999').waitFor();
});

step('what goes on after its action has answered is shown, with its lines', async () => {
  await page.goto('/plugin/countdown');
  await action('orbit').getByRole('button', { name: 'Orbit', exact: true }).click();
  await action('orbit').locator('[data-tone="running"]').getByText('In orbit').waitFor();
  const box = page.getByRole('region', { name: 'Working in the background' });
  await box.locator('summary').click();
  await box.getByText('orbit', { exact: true }).waitFor();
  await inspect(page, 'runs-background');
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('log').getByText('Lap 3').waitFor();
  await inspect(page, 'plugin-log');
  assert.equal(await page.getByRole('switch', { name: 'Follow the end' }).isChecked(), true);
});

step('an action is scheduled in plain words, run now, switched off and deleted', async () => {
  await page.goto('/plugin/countdown?tab=schedules');
  await page.getByRole('button', { name: 'Add a schedule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Steps').fill('2');
  await dialog.getByLabel('Seconds between them').fill('0');
  await dialog.getByRole('combobox', { name: 'How often' }).click();
  await page.getByRole('option', { name: 'On days of the week' }).click();
  await inspect(page, 'schedule-add');
  await dialog.getByRole('button', { name: 'Add the schedule' }).click();
  const schedule = page.locator('[data-schedule]');
  await schedule.getByText(/^Runs Mon at 03:00/).waitFor();
  await schedule.getByText(/^Next: /).waitFor();
  await schedule.getByRole('button', { name: 'Run now: Count down' }).click();
  await page.getByRole('heading', { name: 'Count down', level: 1 }).waitFor();
  await page.locator('[data-tone="success"]').getByText('Counted 2 steps').waitFor();
  await page.goto('/runs?tab=schedules');
  const listed = page.locator('[data-schedule]').filter({ hasText: 'Countdown' });
  await listed.getByRole('link', { name: /^Last: / }).waitFor();
  await inspect(page, 'schedules');
  const toggle = listed.getByRole('switch');
  await toggle.click({ force: true });
  await listed.getByText(/^Switched off/).waitFor();
  await listed.getByRole('button', { name: /^Delete the schedule/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await listed.waitFor({ state: 'detached' });
});

step('the time limit of an action is set, and set back', async () => {
  await page.goto('/plugin/countdown');
  const open = async () => {
    await page.getByRole('button', { name: 'More about Orbit' }).click();
    await page.getByRole('menuitem', { name: 'Time limit…' }).click();
    await page.getByText(/^A run that takes longer/).waitFor();
  };
  await open();
  await page.getByLabel('Time limit', { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await open();
  await page.getByText('Set here: 2 h.').waitFor();
  await inspect(page, 'time-limit');
  await page.getByRole('button', { name: 'Back to 1 h' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

step('an event that a plugin handles is told to it', async () => {
  await page.goto('/plugin/countdown?tab=runs');
  await page.getByText('m3u_refresh starts Lift off').waitFor();
  await inspect(page, 'plugin-runs');
  await page.goto('/runs?tab=events');
  await page.getByRole('heading', { name: 'What was told to plugins' }).waitFor();
  await inspect(page, 'events');
});

const PAGES = {
  runs: 'Runs',
  'runs?tab=schedules': 'Runs',
  'runs?tab=events': 'Runs',
  'plugin/countdown': 'Countdown',
  'plugin/countdown?tab=runs': 'Countdown',
  'plugin/countdown?tab=log': 'Countdown',
};

async function visitAll(suffix, options) {
  const other = await openTab(browser, server.url, {
    storageState: await tab.context.storageState(),
    ...options,
  });
  for (const [path, title] of Object.entries(PAGES)) {
    await other.page.goto(`/${path}`);
    await other.page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await other.page.waitForLoadState('networkidle');
    await inspect(other.page, `${path.replaceAll(/\W+/g, '-')}-${suffix}`);
    const overflow = await other.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `${path} is ${overflow} px wider than the window (${suffix})`);
  }
  await other.page.goto('/runs');
  await other.page.getByRole('link', { name: 'Count down' }).first().click();
  await other.page.getByRole('log').waitFor();
  await inspect(other.page, `run-${suffix}`);
  assert.deepEqual(other.errors, []);
  await other.context.close();
}

step('every page of runs is fine in the dark', () => visitAll('dark', { colorScheme: 'dark' }));
step('every page of runs is fine on a phone', () =>
  visitAll('phone', { viewport: { width: 360, height: 740 }, hasTouch: true }),
);

step('nothing of this made the page log an error', () => {
  assert.deepEqual(tab.errors, []);
});
