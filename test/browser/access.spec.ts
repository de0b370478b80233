import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, TestApp } from '../support/app.js';
import { expectAccessible, launch, picture, signIn, visit, type Visit } from './support/browser.js';
import { sampleLibrary } from './support/library.js';
import { look } from './support/look.js';

const PASSWORD = 'hunter2hunter2';

/** What one person may do, what must be changed first, and everybody's ways in, as an administrator and others meet them. */
describe('access in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let library: string;
  let admin: Visit;
  let guestId = 0;

  beforeAll(async () => {
    library = await sampleLibrary();
    [app, browser] = await Promise.all([TestApp.start({ library }), launch()]);
    const api = await app.claim();
    guestId = (await api.post<{ id: number }>('/api/users', { username: 'guest', password: PASSWORD, email: 'guest@example.org', role: 'user' })).body.id;
    await api.post('/api/arcade/arcades', { name: 'Corner arcade' });
    await api.post('/api/scans', { type: 'quick' });
    await waitFor(async () => ((await api.get<{ total: number }>('/api/roms?limit=1')).body.total ?? 0) > 5);
    admin = await visit(browser, app.url);
    await signIn(admin.context, app.url, ADMIN.username, ADMIN.password);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(library, { recursive: true, force: true });
  });

  it('changes the rights of one person: against the group, on one arcade, and what is hidden', async () => {
    const { page } = admin;
    await page.goto('/users');
    await page.getByRole('button', { name: 'Edit guest' }).click();
    await page.getByRole('dialog', { name: 'guest' }).getByRole('link', { name: 'Rights' }).click();
    await page.getByRole('heading', { name: 'guest', level: 1 }).waitFor();
    await page.getByRole('combobox', { name: 'Games: Change' }).selectOption('All');
    await page.getByRole('combobox', { name: 'Firmware: See' }).selectOption('No');
    await page.getByRole('checkbox', { name: 'Change music' }).check();
    await page.getByRole('combobox', { name: 'Server or arcade' }).click();
    await page.getByRole('option', { name: 'Corner arcade' }).click();
    await page.getByRole('combobox', { name: 'Right', exact: true }).click();
    await page.getByRole('option', { name: 'Change the arcade' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Changed, not saved').waitFor();
    await expectAccessible(page, 'rights of a person');
    await picture(page, 'rights');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rights were saved.').waitFor();
    await page.getByText('Changed, not saved').waitFor({ state: 'detached' });

    await page.getByRole('combobox', { name: 'Hide a platform' }).click();
    await page.getByRole('option', { name: 'Game Boy Advance' }).click();
    await page.getByRole('button', { name: 'Show Game Boy Advance again' }).waitFor();
    await page.getByRole('combobox', { name: 'Hide a game' }).fill('Glass');
    await page.getByRole('option', { name: /Glass Tower/ }).click();
    await page.getByRole('button', { name: /Show Glass Tower.* again/ }).waitFor();

    const guest = app.client.basic('guest', PASSWORD);
    const me = await guest.get<{ oauth_scopes: string[] }>('/api/users/me');
    expect(me.body.oauth_scopes).toEqual(expect.arrayContaining(['roms.write', 'music.write', 'arcade.write']));
    expect(me.body.oauth_scopes).not.toContain('firmware.read');
    const games = await guest.get<{ items: { name: string | null; fs_name: string; platform_slug: string }[] }>('/api/roms?limit=100');
    expect(games.body.items.filter(({ platform_slug, fs_name }) => platform_slug === 'gba' || fs_name.startsWith('Glass'))).toEqual([]);
    const arcades = await guest.get<{ name: string }[]>('/api/arcade/arcades');
    expect(arcades.body.map(({ name }) => name)).toEqual(['Corner arcade']);

    await page.getByRole('button', { name: 'Show Game Boy Advance again' }).click();
    await page.getByRole('button', { name: 'Show Game Boy Advance again' }).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Games: Change' }).selectOption('Group: No');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await page.getByRole('combobox', { name: 'Games: Change' }).inputValue()).toBe('all');
    await page.goto('/users/1');
    await page.getByText('Administrators may do everything.').waitFor();
    await page.goto('/users/999');
    await page.getByText('There is no such account.').waitFor();
    expect(admin.complaints).toEqual([]);
  });

  it('is accessible, fits a telephone and is translated', async () => {
    const seen = await visit(browser, app.url);
    await signIn(seen.context, app.url, ADMIN.username, ADMIN.password);
    for (const [name, path] of [['rights', `/users/${String(guestId)}`], ['access', '/access?tab=sessions'], ['audit', '/audit?action=user']] as const) await look(seen, path, name);
    await seen.context.close();
  });

  it('asks for a new password where an administrator wants one, and for nothing else before', async () => {
    const { page } = admin;
    await page.goto('/users');
    await page.getByRole('button', { name: 'Add user' }).click();
    const form = page.getByRole('dialog', { name: 'Add user' });
    await form.getByRole('textbox', { name: 'User name' }).fill('fresh');
    await form.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    expect(await form.getByRole('switch', { name: 'Ask for a new password' }).isChecked()).toBe(true);
    await picture(page, 'new-user');
    await form.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('The account fresh was created.').waitFor();

    const fresh = await visit(browser, app.url);
    await fresh.page.goto('/games');
    await fresh.page.getByRole('textbox', { name: 'User name' }).fill('fresh');
    await fresh.page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await fresh.page.getByRole('button', { name: 'Sign in' }).click();
    await fresh.page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await expectAccessible(fresh.page, 'a new password');
    await picture(fresh.page, 'new-password');
    await fresh.page.goto('/profile/tokens');
    await fresh.page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await fresh.page.goto('/games');
    const fill = async (current: string, next: string) => {
      await fresh.page.getByRole('textbox', { name: 'Present password' }).fill(current);
      await fresh.page.getByRole('textbox', { name: 'New password', exact: true }).fill(next);
      await fresh.page.getByRole('textbox', { name: 'Password again' }).fill(next);
      await fresh.page.getByRole('button', { name: 'Set password' }).click();
    };
    await fill(PASSWORD, PASSWORD);
    await fresh.page.getByText('Choose one that differs from the present one.').waitFor();
    await fill('not the password', 'my own password');
    await fresh.page.getByText('This is not your present password.').waitFor();
    await fill(PASSWORD, 'my own password');
    await fresh.page.waitForURL('**/games');
    await fresh.page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
    expect((await app.client.basic('fresh', 'my own password').get('/api/platforms')).status).toBe(200);
    expect(fresh.complaints).toEqual([]);
    await fresh.context.close();
  });

  it('shows everybody\'s tokens, sessions and devices and takes them away', async () => {
    const guest = app.client.basic('guest', PASSWORD);
    const token = await guest.post<{ raw_token: string }>('/api/client-tokens', { name: 'Old handheld', scopes: ['roms.read', 'me.read'] });
    await guest.post('/api/users/me/app-passwords', { name: 'Kitchen radio' });
    const elsewhere = await visit(browser, app.url);
    await signIn(elsewhere.context, app.url, 'guest', PASSWORD);

    const { page } = admin;
    await page.goto('/access');
    await page.getByRole('button', { name: 'Revoke: Old handheld of guest' }).waitFor();
    await expectAccessible(page, 'access');
    await picture(page, 'access');
    await page.getByRole('button', { name: 'Revoke: Old handheld of guest' }).click();
    await page.getByRole('dialog', { name: 'Revoke this token?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token was revoked.').waitFor();
    expect((await app.client.bearer(token.body.raw_token).get('/api/roms')).status).toBe(401);

    await page.getByText('App passwords', { exact: true }).click();
    await page.getByRole('cell', { name: 'Kitchen radio', exact: true }).waitFor();
    await page.getByText('Sessions', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Find by person or name' }).fill('guest');
    await page.getByRole('button', { name: /^Sign out: .* of guest$/ }).first().click();
    await page.getByRole('dialog', { name: 'End this session?' }).getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('The session was ended.').waitFor();
    await elsewhere.page.goto('/');
    await elsewhere.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await elsewhere.context.close();
    expect(new URL(page.url()).search).toBe('?tab=sessions&q=guest');
    expect(admin.complaints).toEqual([]);
  });

  it('finds lines of the audit log by action, person and text, in an address to share', async () => {
    const { page } = admin;
    await page.goto('/audit');
    await page.getByRole('combobox', { name: 'Action' }).click();
    await page.getByRole('combobox', { name: 'Action' }).fill('token.rev');
    await page.getByRole('option', { name: 'token.revoked' }).click();
    await page.waitForURL('**/audit?action=token.revoked');
    await page.getByText('1 line', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Find' }).fill('nobody at all');
    await page.getByText('Nothing fits these filters').waitFor();
    await expectAccessible(page, 'an audit log that is empty by filter');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('table').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
    expect(download.suggestedFilename()).toBe('audit-log.csv');
    await page.goto(`/audit?actor=${String(guestId)}`);
    await page.getByRole('table').getByText('token.created', { exact: true }).first().waitFor();
    expect(await page.getByRole('table').getByText('user.created', { exact: true }).count()).toBe(0);
    expect(admin.complaints).toEqual([]);
  });
});

/** Waits for evidence, asked for ten times a second. */
async function waitFor(evidence: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await evidence())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
