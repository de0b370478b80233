import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RconClient } from '@rumpus/battleye-rcon';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../support/app.js';
import { freeBlock, GameHost, until, type Envelope, type ServerInfo } from '../support/game-servers.js';
import { expectAccessible, launch, picture, settled, signIn, visit, type Visit } from './support/browser.js';
import { look } from './support/look.js';

/** Every part of a server's page. */
const PARTS = ['', '/console', '/metrics', '/metrics?as=table', '/players', '/bans', '/config', '/config?section=profile', '/config?section=files', '/config?section=history', '/mods', '/missions', '/schedules', '/headless', '/logs', '/crashes', '/backups', '/webhooks', '/settings'] as const;
/** Every screen; `:id` stands for a running server. */
const SCREENS = [
  '/servers', '/servers?q=nothing-like-it', '/servers/new', '/servers/import', '/servers/players', '/servers/bans', '/servers/bans?state=all&lasts=forever', '/servers/backups', '/servers/webhooks', '/servers/templates', '/servers/templates/1', '/servers/ports', '/servers/steam', '/servers/settings',
  ...PARTS.map((part) => `/servers/:id${part}`),
];
const pictureOf = (path: string): string => `servers/${path.replace(/^\/servers/, 'list').replace('list/:id', 'one').replaceAll(/\W+/g, '-')}`;

/** The smallest archive that is a mission (arma-servers spec §8.2). */
const MISSION = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);

/** A folder with two mods, one of them with a key. */
async function sampleMods(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'rumpus-browser-mods-'));
  for (const [folder, id, name] of [['@cba_a3', '450814997', 'CBA_A3'], ['@ace', '463939057', 'ACE']] as const) {
    await mkdir(join(root, folder, 'addons'), { recursive: true });
    await mkdir(join(root, folder, 'keys'), { recursive: true });
    await writeFile(join(root, folder, 'addons', 'main.pbo'), MISSION);
    if (folder === '@cba_a3') await writeFile(join(root, folder, 'keys', 'cba.bikey'), folder);
    await writeFile(join(root, folder, 'meta.cpp'), `publishedid = ${id};\nname = "${name}";\n`);
  }
  return root;
}

describe('the screens of game servers', () => {
  let host: GameHost;
  let browser: Browser;
  let alpha: ServerInfo;
  let mods: string;

  beforeAll(async () => {
    mods = await sampleMods();
    [host, browser] = await Promise.all([GameHost.start({ players: 3 }, { env: { MODULES: 'library,servers', SERVERS_MOD_ROOTS: mods } }), launch()]);
    alpha = await host.create({ name: 'Altis Life', description: 'Public, with whitelist for police', tags: ['public'] });
    await host.create({ name: 'Training ground', tags: ['private'] });
    await host.run(alpha.id);
    await host.api.post('/api/templates', { name: 'Starter', description: 'What we begin with', from_server_id: alpha.id });
    await host.control(alpha, '/log', { text: 'Warning Message: No entry bin\\config.bin/CfgVehicles/Nothing.' });
    await host.control(alpha, '/chat', { channel: 'Side', name: 'Zoë', text: 'anybody here?' });
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
    await rm(mods, { recursive: true, force: true });
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
    const command = page.getByRole('combobox', { name: 'Command to the server' });
    await until(async () => command.isEnabled(), 'RCon is there');
    await command.fill('vers');
    await command.press('Tab');
    expect(await command.inputValue()).toBe('version');
    await command.press('Enter');
    await log.getByText(/^1\.\d+/).waitFor();
    await command.press('ArrowUp');
    expect(await command.inputValue()).toBe('version');
    await page.getByRole('searchbox', { name: 'Search in the console …' }).fill('identity');
    await log.getByText('version', { exact: true }).waitFor({ state: 'detached' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy what is shown' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect([copied.includes('Host identity created.'), copied.includes('version')]).toEqual([true, false]);
    await page.getByRole('searchbox', { name: 'Search in the console …' }).fill('');
    // It follows until somebody looks back, and then again when told to.
    const night = await until(async () => (await host.api.get<Envelope<ServerInfo[]>>('/api/servers')).body.data.find(({ name }) => name === 'Night shift'), 'the server');
    const detail = await host.get(night.id);
    await host.control(detail, '/spam', { lines: 300, text: 'many' });
    await log.getByText('many 299', { exact: true }).waitFor();
    await log.evaluate((box) => box.scrollTo({ top: 0 }));
    const newest = page.getByRole('button', { name: 'Jump to the newest' });
    await newest.waitFor();
    await host.control(detail, '/log', { text: 'unseen so far' });
    await newest.click();
    await log.getByText('unseen so far', { exact: true }).waitFor();
    await newest.waitFor({ state: 'detached' });

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
    // Without any reading there are no charts, and no axis for the marks.
    await until(async () => (await host.api.get<Envelope<{ points: unknown[] }>>(`/api/servers/${unlucky.id}/metrics?from=${new Date(Date.now() - 3_600_000).toISOString()}`)).body.data.points.length > 0, 'a reading');
    await host.control(running, '/log', { text: 'the very last words' });
    await host.control(running, '/crash', { signal: 'SIGSEGV' });
    await page.locator('[data-status-of]').getByText('Crashed').waitFor();
    await page.getByRole('link', { name: 'Crashes' }).click();
    await page.getByRole('button', { name: /SIGSEGV/ }).click();
    await page.getByText('the very last words').waitFor();
    await expectAccessible(page, 'a crash');
    await picture(page, 'servers/crash');
    await page.getByRole('link', { name: 'Metrics' }).click();
    for (const mark of ['1 start', '1 crash']) await page.getByText(mark, { exact: true }).waitFor();
    await picture(page, 'servers/crash-on-the-axis');
    await context.close();
  });

  it('take over a process that was restarted from inside the game', async () => {
    const { page, context, complaints } = await signedIn({});
    const { id, rcon_port: port } = await host.create({ name: 'Runaway', auto_restart: false });
    await host.api.put(`/api/servers/${id}/config/rcon`, { rcon_password: 'ForTheTest123' });
    await host.run(id);
    const admin = new RconClient({ host: '127.0.0.1', port, password: 'ForTheTest123' });
    admin.connect();
    await admin.ready(10_000);
    await admin.command('#restartserver').catch(() => undefined);
    admin.close();
    await host.reach(id, 'crashed', 'error');
    await until(async () => (await host.api.get<Envelope<{ server_id: number }[]>>('/api/system/orphans')).body.data.some(({ server_id: server }) => server === id), 'the process of nobody');
    await goTo(page, `/servers/${id}`);
    await page.getByText(/^Process \d+ of this server runs/).waitFor();
    await page.getByText(/^Another process uses the folder of this server/).waitFor();
    await expectAccessible(page, 'a process of nobody');
    await picture(page, 'servers/stray-process');
    await page.getByRole('button', { name: 'Take it over' }).click();
    await page.locator('[data-status-of]').getByText('Running').waitFor();
    await page.getByText(/^Process \d+ of this server runs/).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await host.call(id, '/kill');
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

  it('load mods in an order that the keyboard can change', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, `/servers/${alpha.id}/mods`);
    await page.getByRole('button', { name: 'Find folders' }).click();
    await page.getByRole('button', { name: 'Register all' }).click();
    await page.getByRole('button', { name: 'Add ACE' }).click();
    await page.getByRole('button', { name: 'Add CBA_A3' }).click();
    const order = async (): Promise<string[]> => page.getByRole('button', { name: /^Move / }).evaluateAll((handles) => handles.map((handle) => handle.getAttribute('aria-label') ?? ''));
    expect(await order()).toEqual(['Move ACE', 'Move CBA_A3']);
    await page.getByRole('button', { name: 'Move CBA_A3' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('CBA_A3 over place 2 of 2').waitFor({ state: 'attached' });
    // The list listens a moment after it has said so; at the top another press changes nothing.
    await until(async () => {
      await page.keyboard.press('ArrowUp');
      return (await page.getByText('CBA_A3 over place 1 of 2').count()) > 0;
    }, 'moved up');
    await page.keyboard.press('Space');
    await until(async () => (await order())[0] === 'Move CBA_A3', 'the order has changed');
    await page.getByRole('button', { name: 'ACE: up' }).click();
    await page.getByRole('button', { name: 'ACE: down' }).click();
    await page.getByRole('combobox', { name: 'What ACE is loaded for' }).click();
    await page.getByRole('option', { name: 'Server only' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('List changed, not saved').waitFor({ state: 'detached' });
    const stored = (await host.api.get<Envelope<{ name: string; kind: string }[]>>(`/api/servers/${alpha.id}/mods`)).body.data;
    expect(stored.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['CBA_A3 client', 'ACE server']);

    const [exported] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export preset' }).click()]);
    const html = (await readFile(await exported.path(), 'utf8')).replace('</tr>', '</tr><tr data-type="ModContainer"><td data-type="DisplayName">Not here &lt;b&gt;</td><td><span class="from-steam">Steam</span></td><td><a href="https://steamcommunity.com/sharedfiles/filedetails/?id=999999999" data-type="Link">x</a></td></tr>');
    await page.locator('input[type="file"]').setInputFiles({ name: 'evening.html', mimeType: 'text/html', buffer: Buffer.from(`${html}<script>document.title = 'owned'</script>`) });
    const preset = page.getByRole('dialog', { name: 'Launcher preset' });
    await preset.getByText('1 mod is here').waitFor();
    await preset.getByText('Not here <b> (999999999)').waitFor();
    await expectAccessible(page, 'a launcher preset');
    await picture(page, 'servers/preset');
    await preset.getByRole('button', { name: 'Apply' }).click();
    await preset.waitFor({ state: 'detached' });
    expect(await page.title()).not.toContain('owned');

    const open = async (): Promise<ReturnType<Page['getByRole']>> => {
      await page.getByRole('button', { name: 'Saved lists' }).click();
      return page.getByRole('dialog', { name: 'Saved lists' });
    };
    const lists = await open();
    await lists.getByText('No list was saved yet.').waitFor();
    await lists.getByRole('textbox', { name: 'Keep this list under the name' }).fill('Tuesday');
    await lists.getByRole('button', { name: 'Save' }).click();
    await lists.getByText('2 mods').waitFor();
    await expectAccessible(page, 'saved lists of mods');
    await picture(page, 'servers/saved-lists');
    await page.keyboard.press('Escape');
    await lists.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take ACE off the list' }).click();
    await page.getByText('List changed, not saved').waitFor();
    await (await open()).getByRole('button', { name: 'Load Tuesday' }).click();
    await page.getByText('List changed, not saved').waitFor({ state: 'detached' });
    expect(await order()).toEqual(['Move CBA_A3', 'Move ACE']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('take missions with their faults, and play them in turn', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, `/servers/${alpha.id}/missions`);
    await page.locator('input[type="file"]').setInputFiles([
      { name: 'co10_escape.altis.pbo', mimeType: 'application/octet-stream', buffer: MISSION },
      { name: 'broken.altis.pbo', mimeType: 'application/octet-stream', buffer: MISSION.subarray(0, 100) },
    ]);
    await page.getByText('Not taken').waitFor();
    await page.getByText(/^Uploaded/).waitFor();
    await page.getByRole('button', { name: 'Add to rotation: co10_escape' }).click();
    await page.getByRole('button', { name: 'Add by name' }).click();
    await page.getByRole('textbox', { name: 'Mission as name.terrain' }).fill('MP_Marksmen_01.Stratis');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'MP_Marksmen_01.Stratis: up' }).click();
    await page.getByRole('button', { name: 'Parameters of co10_escape.altis' }).click();
    await page.getByText('This mission declares no parameters.').waitFor();
    await page.keyboard.press('Escape');
    await expectAccessible(page, 'a rotation');
    await picture(page, 'servers/rotation');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Rotation changed, not saved').waitFor({ state: 'detached' });
    const stored = (await host.api.get<Envelope<{ template: string }[]>>(`/api/servers/${alpha.id}/missions/rotation`)).body.data;
    expect(stored.map(({ template }) => template)).toEqual(['MP_Marksmen_01.Stratis', 'co10_escape.altis']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('plan restarts, and make another server from a template', async () => {
    const { page, context, complaints } = await signedIn({});
    await goTo(page, `/servers/${alpha.id}/schedules`);
    await page.getByRole('button', { name: 'New schedule' }).click();
    const dialog = page.getByRole('dialog', { name: 'New schedule' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly restart');
    await dialog.getByRole('textbox', { name: 'Warn players, minutes before' }).fill('10, 5, 1');
    await dialog.locator('time').nth(3).waitFor();
    await expectAccessible(page, 'a schedule');
    await picture(page, 'servers/schedule-form');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Every day at 05:00/).waitFor();
    await page.getByRole('button', { name: 'More for Nightly restart' }).click();
    await page.getByRole('menuitem', { name: 'Leave out the next run' }).click();
    await page.getByText('Next run is left out').waitFor();
    await picture(page, 'servers/schedules-one');

    await page.getByRole('button', { name: 'New schedule' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Mods');
    await dialog.getByRole('combobox', { name: 'What' }).click();
    await page.getByRole('option', { name: 'Update mods' }).click();
    await dialog.getByRole('switch', { name: 'Also check the files of mods that are up to date' }).check();
    await expectAccessible(page, 'a schedule that updates mods');
    await picture(page, 'servers/schedule-mods');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { data: made } = (await host.api.get<Envelope<{ name: string; action: string; payload: object }[]>>(`/api/servers/${alpha.id}/schedules`)).body;
    expect(made.find(({ name }) => name === 'Mods')).toMatchObject({ action: 'mod_update', payload: { validate: true, restart_others: false } });
    await page.getByRole('navigation', { name: 'Parts of this server' }).getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Save as template' }).click();
    await page.getByRole('textbox', { name: 'Name of the template' }).fill('House rules');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('The template was saved.').waitFor();
    await goTo(page, '/servers/new');
    await page.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('option', { name: 'House rules' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Second house');
    await page.getByRole('textbox', { name: 'Game port' }).fill(String(await freeBlock()));
    await page.getByRole('textbox', { name: 'RCon port' }).fill(String((await freeBlock()) + 8));
    await page.getByRole('button', { name: 'Create server' }).click();
    await page.getByRole('heading', { level: 1, name: 'Second house' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('keep backups and put them back, tell webhooks, and take over what is there', async () => {
    const { page, context, complaints } = await signedIn({});
    const resting = await host.create({ name: 'Resting' });
    await goTo(page, `/servers/${resting.id}/backups`);
    await page.getByRole('button', { name: 'Make a backup' }).click();
    const making = page.getByRole('dialog', { name: 'Make a backup' });
    await making.getByRole('textbox', { name: 'Note' }).fill('before the event');
    await making.getByRole('button', { name: 'Make a backup' }).click();
    await page.getByText(/^\d+ files?, /).waitFor();
    await page.getByRole('button', { name: /^More for/ }).last().click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
    await dialog.getByRole('checkbox', { name: 'Bans' }).uncheck();
    await expectAccessible(page, 'a restore');
    await picture(page, 'servers/restore');
    await dialog.getByRole('button', { name: 'Restore' }).click();
    const restores = page.getByRole('region', { name: 'Restores' });
    await restores.getByText('Done').waitFor();
    await picture(page, 'servers/backups-one');

    await goTo(page, `/servers/${resting.id}/webhooks`);
    await page.getByRole('button', { name: 'New webhook' }).click();
    const webhook = page.getByRole('dialog', { name: 'New webhook' });
    await webhook.getByRole('textbox', { name: 'Name' }).fill('Staff channel');
    await webhook.getByRole('textbox', { name: 'Address' }).fill('https://discord.example.org/api/webhooks/1/secret-of-the-channel');
    await webhook.getByRole('button', { name: 'Save' }).click();
    await page.getByText('discord.example.org').waitFor();
    expect(await page.content()).not.toContain('secret-of-the-channel');
    await picture(page, 'servers/webhooks-one');

    await writeFile(join(host.install, 'server.cfg'), 'hostname = "The old house";\nmaxPlayers = 12;\n');
    await goTo(page, '/servers/new');
    await page.getByRole('link', { name: 'Take over an existing server' }).click();
    await page.getByRole('textbox', { name: 'Folder' }).fill(host.install);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Old house');
    await page.getByRole('textbox', { name: 'Game port' }).fill(String(await freeBlock()));
    await page.getByRole('textbox', { name: 'RCon port' }).fill(String((await freeBlock()) + 8));
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('region', { name: 'What would be taken over' }).getByText(/server\.cfg$/).first().waitFor();
    await expectAccessible(page, 'what an import would take over');
    await picture(page, 'servers/import-report');
    await page.getByRole('button', { name: 'Take it over' }).click();
    await page.getByRole('heading', { level: 1, name: 'Old house' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  describe('in every look', () => {
    let seen: Visit;
    beforeAll(async () => {
      seen = await signedIn({});
    });
    afterAll(async () => {
      await seen?.context.close();
    });

    it.each(SCREENS)('%s is accessible, fits and is translated', (path) => look(seen, path.replace(':id', String(alpha.id)), pictureOf(path)));
  });

  it('speak German', async () => {
    const { context, page } = await signedIn({ locale: 'de-DE' });
    await goTo(page, `/servers/${alpha.id}/players`);
    await page.getByText(/^Jetzt hier/).waitFor();
    await goTo(page, `/servers/${alpha.id}/config`);
    await page.getByText('Name in der Serverliste des Spiels.').waitFor();
    await context.close();
  });
});
