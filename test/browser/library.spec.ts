import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScan } from '../e2e/library/support/scans.js';
import { ADMIN, TestApp } from '../support/app.js';
import { expectAccessible, launch, settled, signIn, visit, type Visit } from './support/browser.js';

const LETTERS = 'ABCDEFGH'.split('');
const MEMBER = { username: 'member', password: 'member password 1' };

/** Some hundred games, 40 for each letter: more than a screen shows. */
async function longLibrary(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'rumpus-browser-long-'));
  await mkdir(join(root, 'roms', 'snes'), { recursive: true });
  for (const letter of LETTERS) {
    for (let i = 10; i < 50; i += 1) await writeFile(join(root, 'roms', 'snes', `${letter}${letter.toLowerCase()} Game ${String(i)} (USA).sfc`), `${letter}${String(i)}`);
  }
  return root;
}

/** How the library part bears what happens to a page: leaving and coming back, a slow network, a server or a session that goes away. */
describe('the library in use', () => {
  let app: TestApp;
  let browser: Browser;
  let library: string;
  let seen: Visit;

  beforeAll(async () => {
    library = await longLibrary();
    [app, browser] = await Promise.all([TestApp.start({ library }), launch()]);
    const admin = await app.claim();
    await admin.post('/api/users', { ...MEMBER, email: '', role: 'viewer' });
    await runScan(admin);
    seen = await visit(browser, app.url);
    await signIn(seen.context, app.url, ADMIN.username, ADMIN.password);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(library, { recursive: true, force: true });
  });

  it('jumps to a letter in plain sight and marks it', async () => {
    const { page } = seen;
    await page.goto('/games');
    await settled(page);
    const letters = page.getByRole('navigation', { name: 'Jump to a letter' });
    expect(await letters.locator('[aria-current]').allInnerTexts()).toEqual(['A']);
    await letters.getByRole('button', { name: 'Jump to E' }).click();
    await expect.poll(() => letters.locator('[aria-current]').allInnerTexts()).toEqual(['E']);
    await settled(page);
    const box = await page.getByRole('link', { name: 'Ee Game 10' }).boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(60);
  });

  it('leads back to where one was in a long list, after a reload as well', async () => {
    const { page } = seen;
    const link = page.getByRole('link', { name: 'Ee Game 20' });
    await link.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(1000);
    await link.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ee Game 20' }).waitFor();
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
    await link.waitFor();
    await page.goForward();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Ee Game 20' }).waitFor();
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  });

  it('keeps the keyboard in the page while a game is on its way', async () => {
    const { page } = seen;
    await page.route('**/api/roms/*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.goto('/games?q=aa');
    await page.getByRole('link', { name: 'Aa Game 11' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Aa Game 11' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('main')?.id)).toBe('content');
    await page.unroute('**/api/roms/*');
  });

  it('says nothing of a list that has not come yet', async () => {
    const { page } = seen;
    await page.goto('/games?q=nothing-is-called-so');
    await page.getByText('Nothing matches').waitFor();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/roms?**', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('searchbox', { name: 'Search these games' }).fill('cc game');
    await page.waitForURL('**/games?q=cc+game');
    await page.getByRole('status', { name: 'Loading …' }).waitFor();
    expect(await page.getByText('Nothing matches').count()).toBe(0);
    answer();
    await page.getByText('40 games').waitFor();
    await page.unroute('**/api/roms?**');
  });

  it('offers a way out of a search for platforms that finds none', async () => {
    const { page } = seen;
    await page.goto('/platforms');
    await page.getByRole('searchbox', { name: 'Search platforms' }).fill('no such thing');
    await page.getByText('No platform is called that.').waitFor();
    await page.getByRole('button', { name: 'Show all platforms' }).click();
    await page.getByRole('link', { name: /Super Nintendo/u }).waitFor();
  });

  it('does not say that nothing was found where the search failed', async () => {
    const { page } = seen;
    await page.route('**/api/roms?**', (route) => route.abort('connectionrefused'));
    await page.keyboard.press('Control+k');
    await page.locator('input[placeholder="Search …"]:focus').waitFor();
    await page.keyboard.type('bb game');
    await page.getByRole('dialog').getByText('Loading …').waitFor();
    await page.getByRole('dialog').getByText('There is no connection to the server').waitFor();
    await page.unroute('**/api/roms?**');
    await page.keyboard.press('Escape');
  });

  it('says of a scan that was stopped only that', async () => {
    const { page } = seen;
    const over = { id: 7, type: 'quick', status: 'stopped', trigger: 'user', created_at: '2026-01-01T10:00:00Z', started_at: '2026-01-01T10:00:00Z', ended_at: '2026-01-01T10:00:09Z', message: null, failure_count: 0, stats: { scanned_roms: 3, new_roms: 0, scanned_platforms: 1, total_roms: 9, total_platforms: 2 } };
    await page.route('**/api/scans?**', (route) => route.fulfill({ json: { items: [over], total: 1, limit: 10, offset: 0 } }));
    await page.goto('/scan');
    const told = page.getByRole('main').getByRole('status').getByText('The scan was stopped.');
    await told.waitFor();
    expect(await told.innerText()).toBe('The scan was stopped.');
    await page.unroute('**/api/scans?**');
  });

  it('shows that the server is away and goes on by itself when it is back, styled as ever', async () => {
    const { page } = seen;
    await page.goto('/platforms');
    await settled(page);
    await app.terminate();
    await page.getByText('Live updates off').waitFor();
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('alert').getByText('There is no connection to the server').waitFor({ timeout: 30_000 });
    await app.restart();
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Games', exact: true }).click();
    await page.getByRole('link', { name: 'Aa Game 10' }).waitFor();
    expect(await page.getByRole('list', { name: 'Games' }).evaluate((list) => getComputedStyle(list).listStyleType)).toBe('none');
    seen.complaints.length = 0;
  });

  it('leads to the sign-in when the session ends elsewhere, without a word of failure, and back', async () => {
    const { context, page, complaints } = seen;
    await page.goto('/games?q=cc');
    await page.getByText('40 games').waitFor();
    await settled(page);
    await page.evaluate(() => {
      new MutationObserver(() => document.querySelector('[role="alert"]') && document.documentElement.setAttribute('data-alarmed', '')).observe(document.body, { subtree: true, childList: true });
    });
    const other = await context.newPage();
    await other.goto(`${app.url}/`);
    await other.getByRole('button', { name: `Account of ${ADMIN.username}` }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.close();
    // Nobody has touched this tab.
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('html').getAttribute('data-alarmed')).toBeNull();
    await page.getByRole('textbox', { name: 'User name' }).fill(ADMIN.username);
    await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('40 games').waitFor();
    expect(new URL(page.url()).search).toBe('?q=cc');
    // Where no connection told, the next request does.
    await context.clearCookies();
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('html').getAttribute('data-alarmed')).toBeNull();
    expect(complaints).toEqual([]);
  });

  it('shows the next person nothing that was fetched for the one before', async () => {
    const { page } = seen;
    await page.getByRole('textbox', { name: 'User name' }).fill(MEMBER.username);
    await page.getByRole('textbox', { name: 'Password' }).fill(MEMBER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // He is where the other one wanted to go, which is not for him.
    await page.getByRole('heading', { name: 'This page is not for you' }).waitFor();
    await expectAccessible(page, 'a page for others');
    expect(await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Jobs', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'To the home page' }).click();
    await page.getByRole('heading', { level: 1, name: `Hello, ${MEMBER.username}` }).waitFor();
  });
});
