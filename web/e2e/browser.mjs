/** Chromium without a window, pictures of what it shows, and the accessibility rules that axe checks. */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PICTURES = fileURLToPath(new URL('./screenshots/', import.meta.url));

/** A bar that stays in sight covers what is behind it, in a picture of the whole page and for axe. */
const UNSTUCK = '[data-sticky] { position: static !important; }';

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // Containers give Chromium neither a sandbox of its own nor much shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

/** A tab that fails the test when the page logs an error or throws. */
export async function openTab(browser, url, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself logs every refused request; those are checked where they are expected.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      errors.push(message.text());
    }
  });
  return { page, context, errors };
}

export async function picture(page, name) {
  await mkdir(PICTURES, { recursive: true });
  // A page that is scrolled has its fixed header in the middle of a full-page picture.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true, style: UNSTUCK });
}

/** What axe objects to, one line each; empty when the page is fine. */
export async function objections(page) {
  // Not as a script tag: the server's content security policy refuses foreign scripts, as it should.
  await page.evaluate(AXE);
  return page.evaluate(async (unstuck) => {
    const style = document.createElement('style');
    style.textContent = unstuck;
    document.head.append(style);
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    style.remove();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        (node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`,
      ),
    );
  }, UNSTUCK);
}
