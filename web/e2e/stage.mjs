/** What a story plays on: a server of its own with an admin, a browser, and a tab in it. */
import { after, before } from 'node:test';
import { launch, openTab } from './browser.mjs';
import { startServer } from './server.mjs';
import { createAdmin } from './story.mjs';

/** Sets it up before the story, hands it to `enter`, and closes it afterwards. */
export function staged(enter) {
  let server, browser;
  before(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    await createAdmin(server.url);
    const tab = await openTab(browser, server.url);
    enter({ server, browser, tab, page: tab.page });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
}
