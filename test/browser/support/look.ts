import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { DESKTOP, expectAccessible, expectNoSideScroll, PHONE, picture, settled, untranslated, type Visit } from './browser.js';

/** Pictures are of real words; every other look is taken in the pseudo-locale, whose words are longer than any real ones: what fits with them fits. */
const LANGUAGE = process.env['RUMPUS_TEST_SCREENSHOTS'] === undefined ? 'en-XA' : 'en';
const NARROW = { width: 360, height: 740 };

const opened = new WeakSet<Page>();

/** Goes on to the next page as a link does: a new document for each would take more time than all that is looked at. */
async function go(page: Page, path: string): Promise<void> {
  if (opened.has(page)) {
    await page.evaluate((to) => history.pushState(null, '', to), path);
    return;
  }
  await page.goto(`${path}${path.includes('?') ? '&' : '?'}lng=${LANGUAGE}`);
  await page.locator('h1, h2').first().waitFor({ timeout: 30_000 });
  opened.add(page);
}

/**
 * Looks at one screen in all the ways it must bear, in a single visit: wide and light, then narrow and dark, as when a window is resized at dusk.
 * Every breach of WCAG 2.2 AA, everything that sticks out at the side, every untranslated text and every complaint of the browser fails. `name` is the pictures'.
 */
export async function look(seen: Visit, path: string, name: string): Promise<void> {
  const { page } = seen;
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  await go(page, path);
  await settled(page);
  if (LANGUAGE === 'en-XA') expect(await untranslated(page), path).toEqual([]);
  await expectAccessible(page, `${path} (wide, light)`);
  await expectNoSideScroll(page, `${path} (wide)`);
  await picture(page, `${name}-light-wide`);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  if (LANGUAGE === 'en-XA') expect(await untranslated(page), `${path} (telephone)`).toEqual([]);
  await expectAccessible(page, `${path} (telephone, dark)`);
  await expectNoSideScroll(page, `${path} (telephone)`);
  await picture(page, `${name}-dark-phone`);
  await page.setViewportSize(NARROW);
  await expectNoSideScroll(page, `${path} (360 px)`);
  expect(seen.complaints).toEqual([]);
}
