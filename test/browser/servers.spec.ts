import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/app.js';
import { freeBlock, GameHost, until, type ServerInfo } from '../support/game-servers.js';
import { DESKTOP, expectAccessible, expectNoSideScroll, launch, picture, PHONE, settled, signIn, untranslated, visit, type Visit } from './support/browser.js';

/** Every part of a server's page; `wait` is what shows that it is there. */
const PARTS = ['', '/console', '/metrics', '/metrics?as=table', '/players', '/bans', '/config', '/config?section=profile', '/config?section=files', '/config?section=history', '/headless', '/logs', '/crashes', '/settings'] as const;
const pictureOf = (part: string): string => `servers/${part === '' ? 'overview' : part.slice(1).replace('?', '-')}`;

describe('the screens of game servers', () => {
  let host: GameHost;
  let browser: Browser;
  let alpha: ServerInfo;

  beforeAll(async () => {
    [host, browser] = await Promise.all([GameHost.start({ players: 3 }, { env: { MODULES: 'library,servers' } }), launch()]);
    alpha = await host.create({ name: 'Altis Life', description: 'Public, with whitelist for police', tags: ['public'] });
    await host.create({ name: 'Training ground', tags: ['private'] });
    await host.run(alpha.id);
    await host.control(alpha, '/log', { text: 'Warning Message: No entry bin\\config.bin/CfgVehicles/Nothing.' });
    await host.control(alpha, '/chat', { channel: 'Side', name: 'Zoë', text: 'anybody here?' });
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  async function signedIn(options: Parameters<typeof visit>[2]): Promise<Visit> {
    const seen = await visit(browser, host.app.url, options);
    await signIn(seen.context, host.app.url, ADMIN.username, ADMIN.password);
    return seen;
  }

  const goTo = async (page: Page, path: string): Promise<void> => {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await settled(page);
  };

  it('lead from nothing to a running server, and show what it says', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, '/servers');
    await page.getByRole('article', { name: 'Altis Life' }).getByText('Running').waitFor();
    await page.getByRole('searchbox', { name: 'Search servers …' }).fill('training');
    await page.getByRole('article', { name: 'Altis Life' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'New server' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('altis life');
    await page.getByRole('textbox', { name: 'Game port' }).fill(String(await freeBlock()));
    await page.getByRole('textbox', { name: 'RCon port' }).fill(String((await freeBlock()) + 8));
    await page.getByRole('textbox', { name: 'Program' }).fill('not/absolute');
    await page.getByRole('button', { name: 'Create server' }).click();
    await page.getByText('must be an absolute path').waitFor();
    await page.getByRole('textbox', { name: 'Program' }).fill('');
    await page.getByRole('button', { name: 'Create server' }).click();
    await page.getByText('There is a server of this name already').waitFor();
    await expectAccessible(page, 'a form with faults');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift');
    await page.getByRole('button', { name: 'Create server' }).click();
    await page.getByRole('heading', { level: 1, name: 'Night shift' }).waitFor();
    await page.getByText('Nothing stands in the way of a start.').waitFor();
    await page.getByRole('button', { name: 'Start Night shift' }).click();
    const badge = page.locator('[data-status-of]');
    await badge.getByText('Running').waitFor();

    await page.getByRole('navigation', { name: 'Parts of this server' }).getByRole('link', { name: 'Console' }).click();
    const log = page.getByRole('log', { name: 'Console' });
    await log.getByText('Host identity created').waitFor();
    const command = page.getByLabel('Command to the server');
    await until(async () => command.isEnabled(), 'RCon is there');
    await command.fill('vers');
    await command.press('Tab');
    expect(await command.inputValue()).toBe('version');
    await command.press('Enter');
    await log.getByText(/^1\.\d+/).waitFor();
    await command.press('ArrowUp');
    expect(await command.inputValue()).toBe('version');
    await page.getByRole('searchbox', { name: 'Search in the console …' }).fill('identity');
    await log.getByText('version').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Stop Night shift' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await badge.getByText('Stopped').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('kick, ban and remember players', async () => {
    const { page, context } = await signedIn({});
    await host.control(alpha, '/join', { name: 'Troublemaker', steamId: '76561198000000007' });
    await goTo(page, `/servers/${alpha.id}/players`);
    const row = page.getByRole('row').filter({ hasText: 'Troublemaker' });
    await row.waitFor();
    await row.getByRole('button', { name: 'More for Troublemaker' }).click();
    await page.getByRole('menuitem', { name: 'Names, visits, notes' }).click();
    const drawer = page.getByRole('dialog', { name: 'Player' });
    await drawer.getByRole('textbox', { name: 'Notes for staff' }).fill('shoots at medics');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Notes saved.').waitFor();
    await expectAccessible(page, 'a dossier');
    await picture(page, 'servers/dossier');
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'More for Troublemaker' }).click();
    await page.getByRole('menuitem', { name: 'Ban' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ban Troublemaker' });
    await dialog.getByRole('textbox', { name: 'Reason, shown to the player' }).fill('medics');
    await dialog.getByRole('button', { name: 'Ban' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'Parts of this server' }).getByRole('link', { name: 'Bans' }).click();
    const ban = page.getByRole('row').filter({ hasText: 'Troublemaker' });
    await ban.getByText('medics').waitFor();
    await picture(page, 'servers/bans-one');
    await ban.getByRole('button', { name: 'Lift the ban of Troublemaker' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
    await ban.waitFor({ state: 'detached' });
    await context.close();
  });

  it('show a crash with its last words, on the page and on the time axis', async () => {
    const { page, context } = await signedIn({});
    const unlucky = await host.create({ name: 'Unlucky', auto_restart: false });
    const running = await host.run(unlucky.id);
    await goTo(page, `/servers/${unlucky.id}`);
    await host.control(running, '/log', { text: 'the very last words' });
    await host.control(running, '/crash', { signal: 'SIGSEGV' });
    await page.locator('[data-status-of]').getByText('Crashed').waitFor();
    await page.getByRole('link', { name: 'Crashes' }).click();
    await page.getByRole('button', { name: /SIGSEGV/ }).click();
    await page.getByText('the very last words').waitFor();
    await expectAccessible(page, 'a crash');
    await picture(page, 'servers/crash');
    await context.close();
  });

  it('change the configuration: faults at their fields, the difference before it is saved, and the way back', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, `/servers/${alpha.id}/config`);
    const search = page.getByRole('searchbox', { name: 'Find a setting …' });
    await search.fill('hostname');
    await page.getByRole('textbox', { name: 'Hostname' }).fill('Altis "Life" #1');
    await search.fill('max ping');
    await page.getByRole('textbox', { name: 'Max ping' }).fill('0');
    await page.getByText('2 changes, not saved').waitFor();
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.getByRole('dialog').getByRole('alert').getByText(/max_ping/).waitFor();
    await page.getByRole('button', { name: 'Back to the form' }).click();
    await page.locator('input[aria-invalid="true"]').waitFor();
    await expectAccessible(page, 'a setting with a fault');
    await picture(page, 'servers/config-fault');
    await page.getByRole('textbox', { name: 'Max ping' }).fill('200');
    await page.getByRole('button', { name: 'Review and save' }).click();
    const dialog = page.getByRole('dialog', { name: 'What will change' });
    await dialog.getByText('+ hostname = "Altis ""Life"" #1";').waitFor();
    await expectAccessible(page, 'a difference');
    await picture(page, 'servers/config-review');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Restart to apply changes').waitFor();
    await goTo(page, `/servers/${alpha.id}/config?section=history`);
    await page.getByRole('button', { name: /Revision 2/ }).click();
    await page.getByText('Altis "Life" #1').waitFor();
    await picture(page, 'servers/config-history');
    await page.getByRole('button', { name: 'Back to the first state' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Back to this state' }).click();
    await page.getByRole('button', { name: /Revision 3/ }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  describe.each([
    { look: 'light-wide', options: { viewport: DESKTOP, colorScheme: 'light' as const } },
    { look: 'dark-phone', options: { viewport: PHONE, colorScheme: 'dark' as const, hasTouch: true, isMobile: true } },
  ])('in $look', ({ look, options }) => {
    it('are accessible and fit', async () => {
      const seen = await signedIn(options);
      for (const path of ['/servers', '/servers?q=nothing-like-it', '/servers/new', ...PARTS.map((part) => `/servers/${alpha.id}${part}`)]) {
        await goTo(seen.page, path);
        await expectAccessible(seen.page, `${path} (${look})`);
        await expectNoSideScroll(seen.page, `${path} (${look})`);
        const name = path.startsWith(`/servers/${alpha.id}`) ? pictureOf(path.slice(`/servers/${alpha.id}`.length)) : `servers/list${path.slice('/servers'.length).replaceAll(/\W/g, '-')}`;
        await picture(seen.page, `${name}-${look}`);
      }
      expect(seen.complaints).toEqual([]);
      await seen.context.close();
    });
  });

  it('say nothing untranslated, and speak German', async () => {
    const seen = await signedIn({ viewport: { width: 360, height: 740 } });
    for (const path of ['/servers', '/servers/new', ...PARTS.map((part) => `/servers/${alpha.id}${part}`)]) {
      await goTo(seen.page, `${path}${path.includes('?') ? '&' : '?'}lng=en-XA`);
      expect(await untranslated(seen.page), path).toEqual([]);
      await expectNoSideScroll(seen.page, `${path} in 360 px`);
    }
    await goTo(seen.page, `/servers/${alpha.id}/players?lng=de`);
    await seen.page.getByText(/^Jetzt hier/).waitFor();
    await seen.context.close();
  });
});
