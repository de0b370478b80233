import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, TestApp } from '../support/app.js';
import { expectAccessible, launch, picture, signIn, visit, type Visit } from './support/browser.js';

/** People, rights, tokens and devices, as an administrator and a newcomer meet them. */
describe('identity in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let admin: Visit;

  beforeAll(async () => {
    [app, browser] = await Promise.all([TestApp.start(), launch()]);
    await app.claim();
    admin = await visit(browser, app.url);
    await signIn(admin.context, app.url, ADMIN.username, ADMIN.password);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('invites somebody who makes his own account and sees no admin pages', async () => {
    const { page } = admin;
    await page.goto('/users');
    await page.getByRole('button', { name: 'Invite' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByRole('button', { name: 'Create link' }).click();
    const link = await dialog.getByText(/\/register\?token=/).innerText();
    await expectAccessible(page, 'invitation');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('Open invitations').waitFor();

    const guest = await visit(browser, app.url);
    await guest.page.goto(new URL(link).pathname + new URL(link).search);
    await guest.page.getByRole('textbox', { name: 'User name' }).fill('Newcomer');
    await guest.page.getByRole('textbox', { name: 'Password', exact: true }).fill('hunter2hunter2');
    await guest.page.getByRole('textbox', { name: 'Password again' }).fill('hunter2hunter2');
    await expectAccessible(guest.page, 'registration');
    await picture(guest.page, 'register');
    await guest.page.getByRole('button', { name: 'Create account' }).click();
    await guest.page.getByRole('heading', { name: 'Hello, newcomer' }).waitFor();
    const menu = guest.page.getByRole('navigation', { name: 'Main navigation' });
    expect(await menu.getByRole('link', { name: 'Users' }).count()).toBe(0);
    expect(await menu.getByRole('link', { name: 'Scan' }).count()).toBe(0);
    expect(guest.complaints).toEqual([]);
    await guest.context.close();
  });

  it('switches the account off and asks for its name before it goes', async () => {
    const { page } = admin;
    await page.goto('/users');
    await page.getByRole('button', { name: 'Edit newcomer' }).click();
    const drawer = page.getByRole('dialog', { name: 'newcomer' });
    await drawer.getByRole('switch', { name: 'May sign in' }).uncheck();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await app.client.basic('newcomer', 'hunter2hunter2').get('/api/users/me')).status).toBe(401);
    await expectAccessible(page, 'an account');
    await picture(page, 'user-drawer');
    await drawer.getByRole('button', { name: 'Remove account' }).click();
    const ask = page.getByRole('dialog', { name: 'Remove newcomer?' });
    const remove = ask.getByRole('button', { name: 'Remove account' });
    expect(await remove.isDisabled()).toBe(true);
    expect(await ask.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement)).toBe(true);
    await ask.getByRole('textbox').fill('newcomer');
    await remove.click();
    await page.getByText('The account newcomer was removed.').waitFor();
    await page.getByRole('button', { name: 'Edit newcomer' }).waitFor({ state: 'detached' });
  });

  it('makes a group with rights', async () => {
    const { page } = admin;
    await page.goto('/roles');
    await page.getByRole('button', { name: 'Add group' }).click();
    const drawer = page.getByRole('dialog', { name: 'Add group' });
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Librarians');
    await drawer.getByRole('combobox', { name: 'Games: Change' }).selectOption('All');
    await expectAccessible(page, 'a group');
    await picture(page, 'group-drawer');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Librarians' }).waitFor();
    const groups = await app.admin.get<{ name: string; grants: unknown[] }[]>('/api/permissions/groups');
    expect(groups.body.find((group) => group.name === 'Librarians')?.grants).toEqual([{ entity: 'roms', action: 'write', own_only: false }]);
  });

  it('makes a token that works, pairs a device with it and removes it', async () => {
    const { page } = admin;
    await page.goto('/profile/tokens');
    await page.getByRole('button', { name: 'New token' }).first().click();
    const form = page.getByRole('dialog', { name: 'New token' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Handheld');
    await form.getByRole('button', { name: 'Create token' }).click();
    await form.getByText('Choose at least one right.').waitFor();
    await form.getByRole('button', { name: 'Reading only' }).click();
    await expectAccessible(page, 'a new token');
    await form.getByRole('button', { name: 'Create token' }).click();
    const shown = page.getByRole('dialog', { name: 'Your new token' });
    const token = await shown.getByText(/^rmm_[0-9a-f]{64}$/).innerText();
    await shown.getByRole('button', { name: 'Close' }).last().click();
    expect((await app.client.bearer(token).get('/api/roms?limit=1')).status).toBe(200);

    await page.getByRole('button', { name: 'Pair a device with Handheld' }).click();
    const pairing = page.getByRole('dialog', { name: 'Pair a device' });
    const code = await pairing.getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/).innerText();
    await pairing.getByRole('img', { name: 'QR code with the pairing code' }).waitFor();
    await expectAccessible(page, 'pairing');
    await picture(page, 'pairing');
    const exchanged = await app.client.post<{ raw_token: string }>('/api/client-tokens/exchange', { code });
    expect(exchanged.status).toBe(200);
    await pairing.getByText('The code was used').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove Handheld' }).click();
    await page.getByRole('dialog', { name: 'Remove this token?' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No tokens yet').waitFor();
    expect((await app.client.bearer(exchanged.body.raw_token).get('/api/roms?limit=1')).status).toBe(401);
  });

  it('lets a device in that shows a code', async () => {
    const { page } = admin;
    const init = await app.client.post<{ device_code: string; verification_path_complete: string }>('/api/auth/device/init', {
      client_device_identifier: 'test-device-1',
      name: 'Pocket',
      client: 'argosy',
      requested_scopes: ['roms.read', 'platforms.read', 'roms.write'],
    });
    expect(init.status).toBe(201);
    await page.goto(init.body.verification_path_complete);
    await page.getByText('This device asks to be let in:').waitFor();
    await expectAccessible(page, 'a device that asks');
    await picture(page, 'device');
    await page.getByRole('checkbox', { name: 'Change games' }).uncheck();
    await page.getByRole('button', { name: 'Let it in' }).click();
    await page.getByText('The device was let in.').waitFor();
    const token = await app.client.post<{ scopes: string[] }>('/api/auth/device/token', { device_code: init.body.device_code });
    expect([...token.body.scopes].sort()).toEqual(['platforms.read', 'roms.read']);
  });

  it('writes it all down in the audit log', async () => {
    const { page } = admin;
    await page.goto('/audit');
    for (const action of ['invite.created', 'user.deleted', 'group.created', 'token.created', 'device.approved']) await page.getByRole('table').getByText(action, { exact: true }).first().waitFor();
    await expectAccessible(page, 'audit log');
    await picture(page, 'audit');
    expect(admin.complaints).toEqual([]);
  });
});
