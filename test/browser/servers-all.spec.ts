import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installFakeSteam, setSteam } from '../fakes/steam/install.js';
import { FakeSteamApi } from '../fakes/steam/web-api.js';
import { ADMIN } from '../support/app.js';
import { GameHost, until, type Envelope, type ServerInfo } from '../support/game-servers.js';
import { expectAccessible, expectNoSideScroll, launch, picture, PHONE, settled, signIn, visit, type Visit } from './support/browser.js';

describe('the screens over all servers', () => {
  let host: GameHost;
  let browser: Browser;
  let alpha: ServerInfo;
  let steam: string;
  let workshop: FakeSteamApi;

  beforeAll(async () => {
    steam = await mkdtemp(join(tmpdir(), 'rumpus-browser-steam-'));
    await installFakeSteam(steam);
    workshop = await FakeSteamApi.start();
    const env = { MODULES: 'library,servers', STEAMCMD_PATH: join(steam, 'steamcmd.sh'), STEAM_USER: 'player', STEAM_PASSWORD: 'steam-secret', STEAM_API_URL: workshop.url, QUEUE_POLL_MS: '100' };
    [host, browser] = await Promise.all([GameHost.start({ players: 3 }, { env }), launch()]);
    alpha = await host.create({ name: 'Altis Life' });
    await host.run(alpha.id);
    await host.api.post('/api/templates', { name: 'Starter', from_server_id: alpha.id });
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
    await workshop?.stop();
    await rm(steam, { recursive: true, force: true });
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
    const [kept, gone, away] = [await host.create({ name: 'Kept' }), await host.create({ name: 'Given up' }), await host.create({ name: 'Downstairs' })];
    for (const { id } of [kept, gone, away]) await host.call(id, '/backups', { note: 'for the list' });
    await until(async () => (await host.api.get<Envelope<{ items: { status: string }[] }>>('/api/backups')).body.data.items.every(({ status }) => status === 'done'), 'backups are made');
    await host.api.delete(`/api/servers/${gone.id}`);
    // One that is of another host: its files are there.
    for (const [table, column] of [['arma_servers', 'id'], ['arma_backups', 'server_id']]) await host.sql(`UPDATE ${table} SET host_id = ? WHERE ${column} = ?`, 'cellar', away.id);
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
    await page.getByText(/download on the host cellar/).waitFor();
    await page.getByRole('link', { name: 'Downstairs', exact: true }).click();
    await page.getByText(/^The files of this server lie on the host cellar/).waitFor();
    expect([await page.getByRole('button', { name: 'Take in a file' }).count(), await page.getByRole('link', { name: /^Download/ }).count()]).toEqual([0, 0]);
    await expectAccessible(page, 'backups of another host');
    await picture(page, 'servers/backups-elsewhere');
    await goTo(page, '/servers/backups');

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

  it('change how long records stay and where programs lie, at once', async () => {
    const { page, context, complaints } = await signedIn({});
    const stored = async (): Promise<Record<string, { value: unknown; source: string }>> => (await host.api.get<Envelope<{ settings: Record<string, { value: unknown; source: string }> }>>('/api/system/settings')).body.data.settings;
    const save = (): Promise<void> => page.getByRole('button', { name: 'Save', exact: true }).click();
    await goTo(page, '/servers');
    await page.getByRole('navigation', { name: 'All about servers' }).getByRole('link', { name: 'Settings' }).click();
    const [records, folders] = [page.getByRole('textbox', { name: 'Log entries' }), page.getByRole('textbox', { name: 'Folders of mods' })];
    await records.fill('0');
    await save();
    await page.locator('input[aria-invalid="true"]').waitFor();
    await records.fill('21');
    await folders.fill(`${host.install}\nnot/absolute`);
    await save();
    await page.getByText('Line 2: must be an absolute path').waitFor();
    await expectAccessible(page, 'settings with a fault');
    await picture(page, 'servers/settings-fault');
    await folders.fill(host.install);
    await save();
    await page.getByText('Settings saved.').waitFor();
    expect(await stored()).toMatchObject({ log_retention_days: { value: 21, source: 'stored' }, mod_roots: { value: [host.install], source: 'stored' } });
    await page.getByText('The start says: 7.').waitFor();
    await expectAccessible(page, 'settings that were changed');
    await picture(page, 'servers/settings-changed');
    for (const name of ['Log entries', 'Folders of mods']) {
      const back = page.getByRole('button', { name: `${name}: back to what the start says` });
      await back.click();
      await back.waitFor({ state: 'detached' });
    }
    expect(await stored()).toMatchObject({ log_retention_days: { value: 7, source: 'start' }, mod_roots: { value: [], source: 'start' } });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('offer who runs one server what he may do, and say what is for those who run all', async () => {
    const foreign = await host.create({ name: 'Not his' });
    await host.operator('one.server', []);
    const person = (await host.api.get<{ id: number; username: string }[]>('/api/users')).body.find(({ username }) => username === 'one.server');
    const grants = ['servers.operate', 'servers.write'].map((scope) => ({ scope, kind: 'server', id: String(alpha.id) }));
    await host.api.patch(`/api/auth/users/${person?.id}`, { server_ids: null });
    await host.api.put(`/api/permissions/users/${person?.id}`, { extra_scopes: ['servers.read'], object_grants: grants });
    await host.api.post('/api/bans', { ip: '203.0.113.44', name: 'Banned by the house' });
    const { page, context, complaints } = await visit(browser, host.app.url, {});
    await signIn(context, host.app.url, 'one.server', 'correct horse battery staple');
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() === 403) refused.push(`${new URL(page.url()).pathname}: ${answer.request().method()} ${new URL(answer.url()).pathname}`);
    });
    /** What stands for each of these is for others. */
    const FOREIGN = ['New server', 'Start Not his', 'Check again', 'New schedule', 'Add by name', 'Choose files', 'Import files', 'Import preset', 'Remove stored entries'];
    const HOUSE = ['New template', 'Install or update the game', 'Import bans.txt', 'Find folders', 'Register a folder', 'Check for updates', 'Clone', 'Save as template'];
    const absent = async (names: readonly string[]): Promise<void> => {
      const shown = await page.locator('button, a, [role="button"]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent?.trim() ?? ''));
      expect(shown.filter((name) => names.includes(name)), page.url()).toEqual([]);
    };
    /** Opens one part after the other as people do. @returns their names */
    const walk = async (nav: string, names: readonly string[]): Promise<string[]> => {
      const links = page.getByRole('navigation', { name: nav }).getByRole('link');
      const found = await links.allTextContents();
      for (let at = 0; at < found.length; at += 1) {
        await links.nth(at).click();
        await settled(page);
        await absent(names);
      }
      return found;
    };

    await goTo(page, '/servers');
    await page.getByRole('button', { name: 'Stop Altis Life' }).waitFor();
    await page.getByRole('article', { name: 'Not his' }).waitFor();
    expect(await walk('All about servers', [...FOREIGN, ...HOUSE])).toEqual(['Servers', 'Players', 'Bans', 'Backups', 'Templates', 'Ports', 'Steam']);
    await goTo(page, `/servers/${foreign.id}`);
    expect(await walk('Parts of this server', [...FOREIGN, ...HOUSE])).toEqual(['Overview', 'Console', 'Metrics', 'Players', 'Configuration', 'Mods', 'Missions', 'Schedules', 'Headless clients', 'Logs', 'Crashes']);
    await goTo(page, `/servers/${alpha.id}`);
    expect(await walk('Parts of this server', HOUSE)).toEqual(expect.arrayContaining(['Bans', 'Backups', 'Webhooks', 'Settings']));
    await page.getByRole('button', { name: 'Delete server' }).waitFor();

    await goTo(page, '/servers/bans');
    await page.getByRole('row').filter({ hasText: 'Banned by the house' }).getByText('Only for those who run all servers.').waitFor();
    await page.getByRole('button', { name: 'Ban somebody' }).first().click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Where' }).click();
    expect(await page.getByRole('option').allTextContents()).toEqual(['Altis Life']);

    await host.control(alpha, '/join', { name: 'Wanderer', steamId: '76561198000000041' });
    await goTo(page, `/servers/${alpha.id}/players`);
    const more = page.getByRole('button', { name: 'More for Wanderer' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Ban' }).click();
    const ban = page.getByRole('dialog', { name: 'Ban Wanderer' });
    expect(await ban.getByRole('switch').isDisabled()).toBe(true);
    await ban.getByText('Only for those who run all servers.').waitFor();
    await expectAccessible(page, 'a ban by who runs one server');
    await picture(page, 'servers/limited-ban');
    await page.keyboard.press('Escape');
    await more.click();
    await page.getByRole('menuitem', { name: 'Names, visits, notes' }).click();
    const drawer = page.getByRole('dialog', { name: 'Player' });
    await drawer.getByText(/those who run all of them write them/).waitFor();
    expect(await drawer.getByRole('textbox').count()).toBe(0);
    await expectAccessible(page, 'a dossier for who runs one server');
    await picture(page, 'servers/limited-dossier');
    expect(refused).toEqual([]);
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
    await page.getByRole('link', { name: 'Event night 2' }).waitFor({ state: 'detached' });

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

  it('download from Steam: a code is asked for, what failed is done again, others wait their turn', async () => {
    const [CBA, ACE] = ['450814997', '463939057'];
    const { page, context, complaints } = await signedIn({});
    const phone = await signedIn({ viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true });
    const look = async (what: string): Promise<void> => {
      await goTo(phone.page, '/servers/steam');
      for (const [seen, where] of [[page, 'wide'], [phone.page, 'phone']] as const) {
        await expectAccessible(seen, `${what} (${where})`);
        await expectNoSideScroll(seen, `${what} (${where})`);
        await picture(seen, `servers/steam-${what}-${where}`);
      }
    };
    const newest = page.getByRole('article').first();
    const files = { 'addons/main.pbo': '00' };
    await setSteam(steam, { appState: '0x202' });
    await goTo(page, '/servers/steam');
    await page.getByText('No downloads yet').waitFor();
    await page.getByRole('button', { name: 'Install or update the game' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Folder' }).fill(join(host.install, 'second'));
    await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
    await newest.getByText('Failed', { exact: true }).waitFor();
    await newest.getByRole('button', { name: 'What steamcmd says' }).click();
    const said = newest.getByRole('region', { name: 'What steamcmd says' }).last();
    await said.waitFor();
    await picture(page, 'servers/steam-log');
    expect(await said.textContent()).toContain('state is 0x202');
    await look('failed');
    await setSteam(steam, { stepMs: 100 });
    await newest.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('article').nth(1).waitFor();
    await newest.getByText('Done', { exact: true }).waitFor();

    workshop.items.set(CBA, { title: 'CBA_A3', bytes: 1_000, updated: 1_700_000_000 });
    workshop.items.set(ACE, { title: 'ace', bytes: 2_000, updated: 1_700_000_000 });
    // Nobody is logged in any more.
    await rm(join(steam, 'memory.json'), { force: true });
    await setSteam(steam, { guard: 'asks', items: { [CBA]: { files } } });
    await host.api.post('/api/mods/workshop', { workshop_ids: [CBA] });
    await page.reload();
    await newest.getByText('Needs a code').waitFor();
    await look('code');
    const code = newest.getByRole('textbox', { name: 'Steam Guard code' });
    await code.fill('A!');
    expect(await newest.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await code.fill('ab12c');
    await newest.getByRole('button', { name: 'Send' }).click();
    await newest.getByText('Done', { exact: true }).waitFor();

    await setSteam(steam, { items: { [CBA]: { ms: 60_000 }, [ACE]: { files } } });
    for (const id of [CBA, ACE]) await host.api.post('/api/mods/workshop', { workshop_ids: [id] });
    const [waiting, running] = [page.getByRole('article').first(), page.getByRole('article').nth(1)];
    await page.reload();
    await waiting.getByText('Waiting', { exact: true }).waitFor();
    await running.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await look('queue');
    await running.getByRole('button', { name: 'End' }).click();
    await running.getByText('Ended', { exact: true }).waitFor();
    await waiting.getByText('Done', { exact: true }).waitFor();
    await look('done');
    expect(complaints).toEqual([]);
    await Promise.all([context.close(), phone.context.close()]);
  });
});
