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
