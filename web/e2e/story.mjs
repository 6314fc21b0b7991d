/** Steps that build on each other: the first that fails ends the story, with a picture of where it stood. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objections, picture } from './browser.mjs';

export const ADMIN = { username: 'admin', password: 'first-light-1' };

/** `page` is a function, because the page does not exist yet when the steps are declared. */
export function storyOf(page) {
  let hasFailed = false;
  return function step(name, run) {
    test(name, async (context) => {
      if (hasFailed) return context.skip('an earlier step failed');
      hasFailed = true;
      try {
        await run();
      } catch (error) {
        await picture(page(), 'failed').catch(() => undefined);
        throw error;
      }
      hasFailed = false;
    });
  };
}

/** Takes a picture and holds the page against the accessibility rules. */
export async function inspect(page, name) {
  await picture(page, name);
  assert.deepEqual(await objections(page), [], `accessibility of ${name}`);
}

export const toggle = (page, name) => page.getByRole('switch', { name: `Enable ${name}` });

/** Enables a plugin on the plugins page, for the first time. */
export async function enableWithTrust(page, name) {
  await toggle(page, name).click({ force: true });
  await page.getByRole('button', { name: 'I understand, enable' }).click();
  // The switch moves at once and is free again when the server has answered.
  await page.waitForFunction(
    (label) => document.querySelector(`[aria-label="${label}"]:enabled`)?.checked === true,
    `Enable ${name}`,
    { timeout: 90_000 },
  );
}

/** A plugin's item of the settings accordion, open. */
export async function expand(page, name) {
  const control = page.getByRole('button', { name: new RegExp(`^${name}`) });
  if ((await control.getAttribute('aria-expanded')) !== 'true') await control.click();
  return page.locator('.mantine-Accordion-item').filter({ has: control });
}

/** Makes the first admin without the browser. */
export async function createAdmin(url) {
  const response = await fetch(new URL('/api/accounts/initialize-superuser/', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  assert.ok(response.ok, `${response.status} ${await response.text()}`);
}

export async function signIn(page) {
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
