import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, TestApp } from '../support/app.js';
import { expectAccessible, launch, settled, signIn, visit, type Visit } from './support/browser.js';
import { sampleLibrary } from './support/library.js';
import { look } from './support/look.js';

/** Every screen behind the sign-in; `name` is the picture's. */
const SCREENS = [
  { name: 'home', path: '/' },
  { name: 'games', path: '/games' },
  { name: 'games-list', path: '/games?view=list' },
  { name: 'games-none', path: '/games?q=nothing-is-called-so' },
  { name: 'platforms', path: '/platforms' },
  { name: 'scan', path: '/scan' },
  { name: 'missing', path: '/missing' },
  { name: 'jobs', path: '/jobs' },
  { name: 'health', path: '/health' },
  { name: 'users', path: '/users' },
  { name: 'user-rights', path: '/users/1' },
  { name: 'roles', path: '/roles' },
  { name: 'access', path: '/access' },
  { name: 'profile', path: '/profile' },
  { name: 'audit', path: '/audit' },
  { name: 'security', path: '/profile/security' },
  { name: 'tokens', path: '/profile/tokens' },
  { name: 'pair', path: '/pair/device' },
  { name: 'not-found', path: '/no/such/page' },
] as const;

describe('every screen', () => {
  let app: TestApp;
  let browser: Browser;
  let library: string;

  beforeAll(async () => {
    library = await sampleLibrary();
    [app, browser] = await Promise.all([TestApp.start({ library }), launch()]);
    await app.claim();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(library, { recursive: true, force: true });
  });

  async function signedIn(options: Parameters<typeof visit>[2]): Promise<Visit> {
    const seen = await visit(browser, app.url, options);
    await signIn(seen.context, app.url, ADMIN.username, ADMIN.password);
    return seen;
  }

  describe('in every look', () => {
    let seen: Visit;
    beforeAll(async () => {
      seen = await signedIn({});
    });
    afterAll(async () => {
      await seen?.context.close();
    });

    it.each(SCREENS)('$name is accessible, fits and is translated', ({ name, path }) => look(seen, path, name));
  });

  it('German is complete: no key shows', async () => {
    const { context, page } = await signedIn({ locale: 'de-DE' });
    await page.goto('/');
    await page.getByText('Das ist los in Ihrem Spielezimmer.').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await context.close();
  });

  it('can be reached by keyboard alone', async () => {
    const { context, page } = await signedIn({});
    await page.goto('/');
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: 'Platforms' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('input[placeholder="Search …"]:focus').waitFor();
    await page.keyboard.type('health');
    await page.locator('[data-action][data-selected]', { hasText: 'Health' }).waitFor();
    await expectAccessible(page, 'palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await expectAccessible(page, 'shortcuts');
    await context.close();
  });

  it('says so when the server is gone, and recovers', async () => {
    const { context, page } = await signedIn({});
    await page.goto('/platforms');
    await settled(page);
    await page.route('**/api/roms**', (route) => route.abort('connectionrefused'));
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Games', exact: true }).click();
    await page.getByRole('alert').getByText('There is no connection to the server').waitFor();
    await page.unroute('**/api/roms**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await context.close();
  });

  it('shows the correlation id of a failure', async () => {
    const { context, page } = await signedIn({});
    await page.route('**/api/platforms', (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'Internal Server Error', headers: { 'x-request-id': 'abcd-1234-efgh' } }));
    await page.goto('/platforms');
    await page.getByText('abcd-1234-efgh').waitFor();
    await expectAccessible(page, 'a failure');
    await context.close();
  });
});
