import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/app.js';
import { GameHost, until, type Envelope, type ServerInfo } from '../support/game-servers.js';
import { expectAccessible, launch, picture, settled, signIn, visit, type Visit } from './support/browser.js';

describe('the screens over all servers', () => {
  let host: GameHost;
  let browser: Browser;
  let alpha: ServerInfo;

  beforeAll(async () => {
    [host, browser] = await Promise.all([GameHost.start({ players: 3 }, { env: { MODULES: 'library,servers' } }), launch()]);
    alpha = await host.create({ name: 'Altis Life' });
    await host.run(alpha.id);
    await host.api.post('/api/templates', { name: 'Starter', from_server_id: alpha.id });
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
    await page.locator('h1').first().waitFor({ timeout: 30_000 });
    await settled(page);
  };

  it('find, add and lift bans, and find players, over all servers', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, '/servers/bans');
    const ban = async (identity: string, name: string, place?: string): Promise<void> => {
      await page.getByRole('button', { name: 'Ban somebody' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Ban somebody' });
      await dialog.getByRole('textbox', { name: 'GUID, SteamID64 or address' }).fill(identity);
      await dialog.getByRole('textbox', { name: 'Name, to remember who it is' }).fill(name);
      if (place !== undefined) {
        await dialog.getByRole('combobox', { name: 'Where' }).click();
        await page.getByRole('option', { name: place }).click();
      }
      await dialog.getByRole('button', { name: 'Ban' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await ban('c'.repeat(32), 'Nomad', 'Altis Life');
    await ban('203.0.113.9', 'Everywhere Man');
    const row = (name: string): ReturnType<Page['getByRole']> => page.getByRole('row').filter({ hasText: name });
    await row('Nomad').getByRole('link', { name: 'Altis Life' }).waitFor();
    await row('Everywhere Man').getByText('All servers').waitFor();
    await expectAccessible(page, 'all bans');
    await picture(page, 'servers/all-bans');
    await page.getByRole('searchbox', { name: /^Name, reason/ }).fill('nomad');
    await row('Everywhere Man').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('q')).toBe('nomad');
    await row('Nomad').getByRole('button', { name: 'Lift the ban of Nomad' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
    await page.getByText('No such bans').waitFor();
    await page.getByRole('combobox', { name: 'Which bans' }).click();
    await page.getByRole('option', { name: 'Lifted' }).click();
    await row('Nomad').waitFor();

    await page.getByRole('navigation', { name: 'All about servers' }).getByRole('link', { name: 'Players' }).click();
    await host.control(alpha, '/join', { name: 'Rover', steamId: '76561198000000031' });
    await page.getByRole('searchbox', { name: /^Name, GUID/ }).fill('rover');
    await page.waitForURL(/q=rover/);
    await until(async () => {
      await page.reload();
      await settled(page);
      return (await row('Rover').count()) > 0;
    }, 'Rover was seen');
    await page.getByRole('button', { name: 'Rover: names, visits, notes' }).click();
    const drawer = page.getByRole('dialog', { name: 'Player' });
    await drawer.getByRole('switch', { name: 'Keep an eye on' }).click();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Notes saved.').waitFor();
    await expectAccessible(page, 'a dossier over all servers');
    await picture(page, 'servers/all-players');
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'Only those who are watched' }).click();
    await row('Rover').getByText('Watched').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('show backups, webhooks and ports of all servers', async () => {
    const { page, context, complaints } = await signedIn({});
    const [kept, gone] = [await host.create({ name: 'Kept' }), await host.create({ name: 'Given up' })];
    for (const { id } of [kept, gone]) await host.call(id, '/backups', { note: 'for the list' });
    await until(async () => (await host.api.get<Envelope<{ items: { status: string }[] }>>('/api/backups')).body.data.items.every(({ status }) => status === 'done'), 'backups are made');
    await host.api.delete(`/api/servers/${gone.id}`);
    await goTo(page, '/servers/backups');
    await page.getByText('Deleted server').waitFor();
    await page.getByRole('link', { name: 'Kept', exact: true }).waitFor();
    await page.getByText(/backups?, .* in all$/).waitFor();
    await expectAccessible(page, 'all backups');
    await picture(page, 'servers/all-backups');
    await page.getByRole('button', { name: /^More for Kept/ }).click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    const restore = page.getByRole('dialog', { name: 'Restore a backup' });
    await restore.getByRole('button', { name: 'Restore' }).click();
    await restore.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^More for Given up/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted server').waitFor({ state: 'detached' });

    await page.getByRole('navigation', { name: 'All about servers' }).getByRole('link', { name: 'Webhooks' }).click();
    for (const [name, place] of [['Any server', undefined], ['This one only', 'Kept']] as const) {
      await page.getByRole('button', { name: 'New webhook' }).click();
      const dialog = page.getByRole('dialog', { name: 'New webhook' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
      await dialog.getByRole('textbox', { name: 'Address' }).fill('https://discord.example.org/api/webhooks/1/x');
      if (place !== undefined) {
        await dialog.getByRole('combobox', { name: 'Which servers' }).click();
        await page.getByRole('option', { name: place }).click();
      }
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('region', { name: 'All servers' }).getByText('Any server').waitFor();
    await page.getByRole('region', { name: 'Kept' }).getByText('This one only').waitFor();
    await expectAccessible(page, 'all webhooks');
    await picture(page, 'servers/all-webhooks');
    await page.getByRole('button', { name: 'More for Any server' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('region', { name: 'All servers' }).waitFor({ state: 'detached' });

    await host.sql('UPDATE arma_servers SET rcon_port = ? WHERE id = ?', alpha.game_port + 1, kept.id);
    await page.getByRole('navigation', { name: 'All about servers' }).getByRole('link', { name: 'Ports' }).click();
    await page.getByText('2 ports are in conflict').waitFor();
    await page.getByText('Also wanted by Altis Life').waitFor();
    await expectAccessible(page, 'ports in conflict');
    await picture(page, 'servers/ports-conflict');
    await host.sql('UPDATE arma_servers SET rcon_port = ? WHERE id = ?', kept.rcon_port, kept.id);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('change templates, and take settings out of files', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, '/servers/templates');
    await page.getByRole('button', { name: 'New template' }).click();
    const dialog = page.getByRole('dialog', { name: 'New template' });
    await dialog.getByRole('textbox', { name: 'Name of the template' }).fill('starter');
    await dialog.getByRole('button', { name: 'Create template' }).click();
    await dialog.getByText('There is a template of this name already').waitFor();
    await dialog.getByRole('textbox', { name: 'Name of the template' }).fill('Event night');
    await dialog.getByRole('button', { name: 'Create template' }).click();
    await page.getByRole('heading', { level: 1, name: 'Event night' }).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Event night 2');
    await page.getByRole('searchbox', { name: 'Find a setting …' }).fill('max ping');
    await page.getByRole('textbox', { name: 'Max ping' }).fill('0');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('input[aria-invalid="true"]').waitFor();
    await page.getByRole('textbox', { name: 'Max ping' }).fill('250');
    await expectAccessible(page, 'a template that is changed');
    await picture(page, 'servers/template-change');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Event night 2' }).waitFor();
    const stored = (await host.api.get<Envelope<{ id: number; name: string; config: { server?: object } }[]>>('/api/templates')).body.data.find(({ name }) => name === 'Event night 2');
    expect(stored?.config.server).toMatchObject({ max_ping: 250 });
    await page.getByRole('link', { name: 'Templates' }).first().click();
    await page.getByRole('button', { name: 'More for Event night 2' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Event night 2').waitFor({ state: 'detached' });

    const fresh = await host.create({ name: 'Taught' });
    await goTo(page, `/servers/${fresh.id}/config`);
    await page.getByRole('button', { name: 'Import files' }).click();
    const files = page.getByRole('dialog', { name: 'Import files' });
    await files.getByText('Paste text').click();
    await files.getByRole('textbox', { name: 'Its contents' }).fill('hostname = "Taken from a file";\nmaxPlayers = 24;\nMaxPing = 99999999;\nsomethingNew = 7;\n');
    await files.getByRole('button', { name: 'Look at it' }).click();
    await files.getByRole('row').filter({ hasText: 'Hostname' }).getByText('Taken from a file').waitFor();
    await files.getByText('somethingNew = 7;', { exact: true }).waitFor();
    await files.getByText(/MaxPing – /).waitFor();
    await expectAccessible(page, 'what files would change');
    await picture(page, 'servers/config-import');
    await files.getByRole('button', { name: /^Take over 3 changes$/ }).click();
    await files.waitFor({ state: 'detached' });
    expect((await host.api.get<Envelope<{ server: object }>>(`/api/servers/${fresh.id}/config`)).body.data.server).toMatchObject({ hostname: 'Taken from a file', max_players: 24, extra_options: expect.stringContaining('somethingNew') as string });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
