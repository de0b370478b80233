import { readFile, rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADMIN, CLAIM_CODE, TestApp } from '../support/app.js';
import { expectAccessible, launch, picture, settled, signIn, visit, type Visit } from './support/browser.js';
import { SAMPLE_GAMES, sampleLibrary } from './support/library.js';

/** A newcomer from the first page to a downloaded game, in a real browser on a real server. */
describe('the first run', () => {
  let app: TestApp;
  let browser: Browser;
  let library: string;
  let seen: Visit;

  beforeAll(async () => {
    library = await sampleLibrary();
    [app, browser] = await Promise.all([TestApp.start({ library }), launch()]);
    seen = await visit(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(library, { recursive: true, force: true });
  });

  it('leads a stranger from any address to the claim', async () => {
    const { page } = seen;
    await page.goto('/games');
    await page.getByRole('heading', { level: 1, name: 'Welcome to your games room' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/setup');
    await expectAccessible(page, 'language and theme');
    await picture(page, 'setup-1-look');
  });

  it('changes language and colours at once', async () => {
    const { page } = seen;
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Willkommen in Ihrem Spielezimmer' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.locator('label').filter({ hasText: 'Dunkel' }).click();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await page.getByRole('combobox', { name: 'Sprache' }).click();
    await page.getByRole('option', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  });

  it('refuses a wrong claim code and says where the right one stands', async () => {
    const { page } = seen;
    await page.getByRole('textbox', { name: 'Claim code' }).fill('ABCD-EFGH-JKLM');
    await page.getByRole('textbox', { name: 'User name' }).fill(ADMIN.username);
    // A look back at the step before costs nothing that was typed.
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe(ADMIN.username);
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(ADMIN.password);
    await page.getByRole('textbox', { name: 'Password again' }).fill(`${ADMIN.password}!`);
    await page.getByRole('button', { name: 'Create admin account' }).click();
    await page.getByText('The two passwords differ.').waitFor();
    await page.getByRole('textbox', { name: 'Password again' }).fill(ADMIN.password);
    await page.getByRole('button', { name: 'Create admin account' }).click();
    await page.getByText('This is not the code the server printed').waitFor();
    await page.getByRole('textbox', { name: 'Claim code' }).and(page.locator(':focus')).waitFor();
    await expectAccessible(page, 'claim and account');
    await picture(page, 'setup-2-account');
  });

  it('claims the server, checks storage and shows the library that is there', async () => {
    const { page } = seen;
    await page.getByRole('textbox', { name: 'Claim code' }).fill(CLAIM_CODE);
    await page.getByRole('button', { name: 'Create admin account' }).click();
    await page.getByRole('heading', { name: 'Is everything in place?' }).waitFor();
    await page.getByText('Library folder').waitFor();
    expect(await page.getByText('Down', { exact: true }).count()).toBe(0);
    await expectAccessible(page, 'storage');
    await picture(page, 'setup-3-storage');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('5 platform folders found').waitFor();
    await expectAccessible(page, 'library folder');
    await picture(page, 'setup-4-library');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'All set' }).waitFor();
    await expectAccessible(page, 'end of the first run');
    await picture(page, 'setup-5-done');
  });

  it('is closed for good after the claim', async () => {
    const other = await visit(browser, app.url);
    await other.page.goto('/setup');
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const answer = await app.client.post('/api/users', { ...ADMIN, username: 'intruder', email: '', role: 'admin', claim_code: CLAIM_CODE });
    expect([401, 403]).toContain(answer.status);
    await other.context.close();
  });

  it('takes language and colours along to another device, and back', async () => {
    const look = async (): Promise<unknown> => (await app.admin.get<{ ui_settings: { rumpus?: unknown } | null }>('/api/users/me')).body.ui_settings?.rumpus;
    await vi.waitFor(async () => expect(await look()).toEqual({ language: 'en', scheme: 'dark' }), { timeout: 15_000, interval: 100 });
    const other = await visit(browser, app.url, { locale: 'de-DE', colorScheme: 'light' });
    await signIn(other.context, app.url, ADMIN.username, ADMIN.password);
    await other.page.goto('/profile');
    await other.page.locator('html[lang="en"][data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
    await other.page.locator('label').filter({ hasText: 'Light' }).click();
    await vi.waitFor(async () => expect(await look()).toEqual({ language: 'en', scheme: 'light' }), { timeout: 15_000, interval: 100 });
    await other.context.close();
  });

  it('scans while the games appear', async () => {
    const { page } = seen;
    await page.getByRole('link', { name: 'Scan the library' }).click();
    await page.getByRole('button', { name: 'Start scan' }).click();
    await page.getByText('11 new games were found.').waitFor();
    await page.getByRole('log', { name: 'Found' }).getByText('Amber Quest').waitFor();
    await expectAccessible(page, 'scan');
    await picture(page, 'scan');
  });

  it('browses by address: search, sort and platform stand in it', async () => {
    const { page } = seen;
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Games', exact: true }).click();
    await page.getByText('11 games').waitFor();
    await page.getByRole('searchbox', { name: 'Search these games' }).fill('quest');
    await page.getByText('1 game', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=quest');
    await page.goto('/games?order=fs_size_bytes&dir=desc&view=list');
    await settled(page);
    const first = page.getByRole('list', { name: 'Games' }).getByRole('listitem').first();
    expect(await first.innerText()).toContain('Jade Circuit');
    await picture(page, 'gallery-list');
  });

  it('opens a game by keyboard alone: some letters and Enter', async () => {
    const { page } = seen;
    await page.keyboard.press('Control+k');
    await page.locator('input[placeholder="Search …"]:focus').waitFor();
    await page.keyboard.type('amber');
    await page.locator('[data-action][data-selected]', { hasText: 'Amber Quest' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Amber Quest' }).waitFor();
  });

  it('shows a game with its hashes and downloads exactly its bytes', async () => {
    const { page } = seen;
    const game = SAMPLE_GAMES[0];
    await page.goto('/games?q=amber');
    await page.getByRole('link', { name: 'Amber Quest' }).click();
    await page.getByRole('heading', { level: 1, name: 'Amber Quest' }).waitFor();
    await page.getByText('SHA-1', { exact: true }).waitFor();
    await expectAccessible(page, 'game');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Download \(/ }).click()]);
    expect(download.suggestedFilename()).toBe(game?.file);
    expect((await readFile(await download.path())).equals(game?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('downloads some files of a game with several', async () => {
    const { page } = seen;
    await page.goto('/games?q=jade');
    await page.getByRole('link', { name: 'Jade Circuit' }).click();
    await page.getByRole('checkbox', { name: 'Pick Jade Circuit (USA) (Disc 2).bin' }).check();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Download 1 file/ }).click()]);
    expect(download.suggestedFilename()).toBe('Jade Circuit (USA) (Disc 2).bin');
    expect((await readFile(await download.path())).length).toBe(60_000);
    // The tags of its music are shown, and it plays in the page.
    const track = page.getByRole('button', { name: /^Play Harbour Theme/u });
    expect(await track.innerText()).toMatch(/Harbour Theme\s+The Samples · Jade Circuit Sounds\s+0:03/u);
    await track.click();
    await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 2);
    expect(await track.getAttribute('aria-current')).toBe('true');
    await expectAccessible(page, 'game with music');
    await picture(page, 'game-music');
  });

  it('signs out and in again, back to where one was', async () => {
    const { page } = seen;
    await page.getByRole('button', { name: `Account of ${ADMIN.username}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('/games?q=amber');
    await page.getByRole('textbox', { name: 'User name' }).fill(ADMIN.username);
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('User name or password is wrong.').waitFor();
    await expectAccessible(page, 'sign-in');
    await picture(page, 'sign-in');
    await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Amber Quest' }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=amber');
  });

  it('made the browser complain of nothing', () => {
    expect(seen.complaints).toEqual([]);
  });
});

/** Somebody who wants game servers and nothing else. */
describe('the first run of a house without a library', () => {
  let app: TestApp;
  let browser: Browser;
  let seen: Visit;

  beforeAll(async () => {
    [app, browser] = await Promise.all([TestApp.start({ env: { MODULES: 'servers' } }), launch()]);
    seen = await visit(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('asks for no library folder, and offers only what is there', async () => {
    const { page, complaints } = seen;
    await page.goto('/');
    await page.getByText('Step 1 of 4').waitFor();
    await app.claim();
    await signIn(seen.context, app.url, ADMIN.username, ADMIN.password);
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor();
    await settled(page);
    const names = await page.getByRole('navigation').first().getByRole('link').allTextContents();
    expect(names.some((name) => name.includes('Servers') || name.includes('servers'))).toBe(true);
    expect(names.filter((name) => ['Games', 'Scan', 'Music proxy', 'Arcade'].includes(name))).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
