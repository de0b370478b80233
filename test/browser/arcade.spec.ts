import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, TestApp } from '../support/app.js';
import { playEvening, seedArcade } from './support/arcade.js';
import { expectAccessible, launch, PHONE, picture, settled, signIn, visit, type Visit } from './support/browser.js';
import { look } from './support/look.js';

/** The card of the recorded evenings of pop'n music 26, with the number that is printed on it, and its PIN. */
const CARD = 'E0043A0B727B29D0';
const CARD_NUMBER = '1HU5 CYUX GZCA 4515';
const PIN = '1234';
const OTHER_CARD = 'E004010027A5FC68';
const NEW_CARD_NUMBER = 'S6E5 23E3 0ZK7 ML1P';

const SCREENS = [
  { name: 'home', path: '/arcade' },
  { name: 'me', path: '/arcade/me' },
  { name: 'games', path: '/arcade/games' },
  { name: 'scores', path: '/arcade/games/pnm' },
  { name: 'records', path: '/arcade/games/museca?tab=records' },
  { name: 'scores-none', path: '/arcade/games/pnm?tab=records&q=nothing-is-called-so' },
  { name: 'plays', path: '/arcade/games/pnm?tab=plays' },
  { name: 'songs', path: '/arcade/games/pnm?tab=songs' },
  { name: 'players', path: '/arcade/games/bishi' },
  { name: 'rivals', path: '/arcade/games/pnm?tab=rivals' },
  { name: 'song', path: '/arcade/games/pnm/songs/987' },
  { name: 'player', path: '/arcade/games/pnm/players/1' },
  { name: 'arcades', path: '/arcade/operation' },
  { name: 'arcade-machines', path: '/arcade/operation/arcades/1' },
  { name: 'arcade-paseli', path: '/arcade/operation/arcades/1?tab=paseli' },
  { name: 'arcade-games', path: '/arcade/operation/arcades/1?tab=games' },
  { name: 'arcade-events', path: '/arcade/operation/arcades/1?tab=events' },
  { name: 'arcade-about', path: '/arcade/operation/arcades/1?tab=about' },
  { name: 'machines', path: '/arcade/operation/machines' },
  { name: 'people', path: '/arcade/operation/players' },
  { name: 'imports', path: '/arcade/operation/imports' },
  { name: 'imports-bemaniutils', path: '/arcade/operation/imports?from=bemaniutils' },
  { name: 'imports-asphyxia', path: '/arcade/operation/imports?from=asphyxia' },
  { name: 'imports-peer', path: '/arcade/operation/imports?from=peer' },
  { name: 'changes', path: '/arcade/operation/changes' },
  { name: 'news', path: '/arcade/operation/news' },
  { name: 'settings', path: '/arcade/operation/settings' },
  { name: 'network', path: '/arcade/operation/network' },
  { name: 'peers', path: '/arcade/operation/peers' },
  { name: 'arcade-audit', path: '/arcade/operation/audit' },
  { name: 'calls', path: '/arcade/operation/calls' },
  { name: 'traffic', path: '/arcade/operation/traffic' },
] as const;

describe('the arcade in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let admin: Visit;

  async function visitor(username: string, password: string, options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
    const seen = await visit(browser, app.url, options);
    await signIn(seen.context, app.url, username, password);
    return seen;
  }

  /** Opens a page and waits for its heading. */
  async function open(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await settled(page);
  }

  beforeAll(async () => {
    [app, browser] = await Promise.all([TestApp.start(), launch()]);
    await app.claim();
    admin = await visitor(ADMIN.username, ADMIN.password);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('tells how to bring in the first cabinet, as long as none has called', async () => {
    const { page } = admin;
    await open(page, '/arcade');
    const guide = page.getByRole('region', { name: 'Bring in the first cabinet' });
    await guide.getByText(`http://127.0.0.1:${app.ports.arcade}/`).waitFor();
    await guide.getByText(`${app.url}/eamuse/`).waitFor();
    await expectAccessible(page, 'the empty arcade');
    await picture(page, 'arcade-empty');
    await open(page, '/arcade/operation/traffic');
    await page.getByRole('button', { name: 'Start recording' }).click();
    await page.getByText('Waiting for a cabinet').waitFor();
    await expectAccessible(page, 'the inspector before the first call');
    await open(page, '/arcade/games/pnm');
    await page.getByRole('heading', { name: 'First, connect your card' }).waitFor();
    await open(page, '/arcade/games/pnm?tab=songs');
    await page.getByRole('heading', { name: 'No songs known' }).waitFor();
  });

  it('sees cabinets as soon as they call', async () => {
    await seedArcade(app);
    const answered = [await playEvening(app, 'pnm-26'), await playEvening(app, 'pnm-26', { [CARD]: OTHER_CARD, 'ＴＥＳＴ': 'ＯＴＨＥＲ' }), await playEvening(app, 'museca-2'), await playEvening(app, 'bishi')];
    expect(answered).toEqual([43, 43, 39, 18]);
    const { page } = admin;
    await open(page, '/arcade');
    await page.getByRole('region', { name: 'Playing now' }).getByRole('link', { name: 'The★BishiBashi' }).waitFor();
    const seen = page.getByRole('region', { name: 'Cabinets seen lately' });
    await seen.getByText('00010203040506070809').waitFor();
    await seen.getByText('143 calls').waitFor();
  });

  it('claims a card with its printed number and PIN', async () => {
    const { page } = admin;
    await open(page, '/arcade/me');
    await page.getByRole('textbox', { name: 'Card number' }).fill('1HU5');
    await page.getByRole('textbox', { name: 'PIN' }).fill('0000');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('A card number has 16 letters and digits.').waitFor();
    await page.getByRole('textbox', { name: 'Card number' }).fill(CARD_NUMBER.replaceAll(' ', '').toLowerCase());
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Wrong PIN.').waitFor();
    await expectAccessible(page, 'a refused claim');
    await page.getByRole('textbox', { name: 'PIN' }).fill(PIN);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('region', { name: 'Cards' }).getByText(CARD_NUMBER).waitFor();
  });

  it('changes name, cards and PIN', async () => {
    const { page } = admin;
    await open(page, '/arcade/me');
    await page.getByRole('button', { name: /^Change name in/ }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Name in the game' });
    await dialog.getByRole('textbox').fill('漢字');
    await dialog.getByRole('button', { name: 'Change name' }).click();
    await dialog.getByText('The game can\'t show this name.').waitFor();
    await expectAccessible(page, 'a refused name');
    await dialog.getByRole('textbox').fill('Hero1');
    await dialog.getByRole('button', { name: 'Change name' }).click();
    await page.getByRole('region', { name: 'Games' }).getByText('Ｈｅｒｏ１').waitFor();

    await page.getByRole('textbox', { name: 'Another card' }).fill(NEW_CARD_NUMBER);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    // The other player of this evening has that card.
    await page.getByText('This card belongs to a player already').waitFor();

    await page.getByRole('textbox', { name: 'PIN so far' }).fill(PIN);
    await page.getByRole('textbox', { name: 'New PIN' }).fill('4711');
    await page.getByRole('button', { name: 'Change PIN' }).click();
    await page.getByText('The PIN was changed.').waitFor();
  });

  it('finds, sorts and filters scores, and keeps it all in the address', async () => {
    const { page } = admin;
    await open(page, '/arcade/games/pnm');
    await page.getByText('5 scores').waitFor();
    await page.getByRole('button', { name: 'Score', exact: true }).click();
    await page.getByRole('row').nth(1).getByText('99,999').waitFor();
    await page.getByRole('searchbox', { name: 'Search songs' }).fill('song 74');
    await page.getByText('2 scores').waitFor();
    await expect.poll(() => page.url()).toContain('sort=points');
    expect(page.url()).toContain('q=song+74');
    await page.reload();
    await page.getByText('2 scores').waitFor();
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'PNM song 741' }).waitFor();
    await page.getByRole('table', { name: 'Best scores' }).getByText('Ｈｅｒｏ１').waitFor();

    await open(page, '/arcade/games/pnm?tab=songs&sort=level');
    await page.getByText('1,000 songs').or(page.getByText(/^\d+ songs$/)).first().waitFor();
    await page.getByRole('combobox', { name: 'Series' }).or(page.getByRole('textbox', { name: 'Series' })).first().click();
    await page.getByRole('option', { name: "Pop'n Music fantasia" }).click();
    await expect.poll(() => page.url()).toContain('category=20');
    await open(page, '/arcade/games/pnm?tab=plays&whose=all');
    await page.getByRole('table', { name: 'Plays' }).getByText('ＯＴＨＥＲ').first().waitFor();
    await open(page, '/arcade/games/pnm?tab=players');
    await page.getByRole('searchbox', { name: 'Name or player number' }).fill('other');
    await page.getByText('1 player', { exact: true }).waitFor();
  });

  it('makes somebody a rival, and no more', async () => {
    const { page } = admin;
    await open(page, '/arcade/games/pnm?tab=rivals');
    await page.getByRole('textbox', { name: 'Name or player number' }).fill('ｏｔｈｅｒ');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('button', { name: 'Make rival: ＯＴＨＥＲ' }).click();
    const yours = page.getByRole('region', { name: 'Your rivals' });
    await yours.getByText('1 of 4').waitFor();
    await yours.getByRole('link', { name: 'ＯＴＨＥＲ' }).click();
    await page.getByRole('heading', { level: 1, name: 'ＯＴＨＥＲ' }).waitFor();
    await page.getByRole('button', { name: 'Remove rival' }).click();
    await page.getByRole('button', { name: 'Make rival' }).waitFor();
  });

  it('runs an arcade: place, machine, money, settings', async () => {
    const { page } = admin;
    await open(page, '/arcade/operation');
    await page.getByRole('button', { name: 'Add arcade' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add arcade' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Corner Arcade');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('heading', { level: 1, name: 'Corner Arcade' }).waitFor();
    await page.getByRole('button', { name: 'Make a PCBID' }).click();
    await page.getByRole('button', { name: /^Edit / }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('textbox', { name: 'Note' }).fill('Beside the door');
    await drawer.getByRole('textbox', { name: 'Port' }).fill('10000');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await drawer.getByText('Another machine has this port.').waitFor();
    await expectAccessible(page, 'a machine');
    await drawer.getByRole('textbox', { name: 'Port' }).fill('10077');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table').getByText('Beside the door').waitFor();

    await page.getByRole('link', { name: 'About the arcade' }).click();
    await page.getByRole('switch', { name: /^PASELI/ }).check();
    await page.getByRole('region', { name: 'About the arcade' }).getByRole('button', { name: 'Save' }).click();
    await page.getByText('The arcade was saved.').waitFor();

    await page.getByRole('link', { name: 'PASELI' }).click();
    await page.getByRole('textbox', { name: 'Card number' }).fill(CARD_NUMBER);
    await page.getByRole('textbox', { name: 'Amount' }).fill('-500');
    await page.getByRole('button', { name: 'Book' }).click();
    await page.getByText('The balance would fall below 0').waitFor();
    await page.getByRole('textbox', { name: 'Amount' }).fill('1500');
    await page.getByRole('button', { name: 'Book' }).click();
    await page.getByRole('region', { name: 'Transactions' }).getByText('+1,500').first().waitFor();
    await page.getByRole('region', { name: 'Balances' }).getByText(CARD_NUMBER).first().waitFor();

    await page.getByRole('link', { name: 'Game settings' }).click();
    await page.getByRole('switch', { name: /^Force Unlock All Characters/ }).check();
    await page.getByText('1 setting changed, not saved yet').waitFor();
    await expectAccessible(page, 'changed settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 setting changed').waitFor({ state: 'detached' });
    const saved = await app.admin.get<{ settings: { key: string; value: unknown }[] }>('/api/arcade/arcades/2/settings/bishi/1');
    expect(saved.body.settings[0]?.value).toBe(true);
  });

  it('helps players: a forgotten PIN, a deleted profile and its way back', async () => {
    const { page } = admin;
    await open(page, '/arcade/operation/players');
    await page.getByText('4 players').waitFor();
    await page.getByRole('searchbox').fill(NEW_CARD_NUMBER);
    await page.getByText('1 player', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Open ＯＴＨＥＲ/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Player' });
    await drawer.getByText(NEW_CARD_NUMBER).waitFor();
    await drawer.getByRole('textbox', { name: 'New PIN' }).fill('9999');
    await drawer.getByRole('button', { name: 'Set PIN' }).click();
    await page.getByText('The PIN was changed.').waitFor();
    await expectAccessible(page, 'a player');
    await picture(page, 'arcade-player-drawer');
    await drawer.getByRole('button', { name: /^Delete profile in/ }).click();
    const ask = page.getByRole('dialog', { name: 'Delete this profile?' });
    expect(await ask.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement)).toBe(true);
    await ask.getByRole('button', { name: 'Delete profile' }).click();
    await drawer.getByText('No game has been played with these cards.').waitFor();
    await open(page, '/arcade/operation/changes');
    await page.getByRole('button', { name: /^Undo / }).first().click();
    await page.getByRole('dialog', { name: 'Take this back?' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').first().waitFor();
    expect((await app.admin.get<{ name: string }[]>('/api/arcade/series/pnm/players')).body.map(({ name }) => name)).toContain('ＯＴＨＥＲ');
  });

  it('gives an arcade an owner, who runs it and nothing else', async () => {
    await app.admin.post('/api/users', { username: 'owner', password: 'hunter2hunter2', email: '', role: 'user' });
    const { page } = admin;
    await open(page, '/arcade/operation/arcades/2?tab=about');
    const owners = page.getByRole('region', { name: 'Owners' });
    await owners.getByRole('combobox', { name: 'User names' }).or(owners.getByRole('textbox', { name: 'User names' })).first().fill('owner');
    await page.keyboard.press('Enter');
    await owners.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The owners were saved.').waitFor();
    const seen = await visitor('owner', 'hunter2hunter2');
    await open(seen.page, '/arcade/operation');
    await seen.page.getByRole('link', { name: 'Corner Arcade' }).waitFor();
    expect(await seen.page.getByRole('link', { name: 'Test Arcade' }).count()).toBe(0);
    expect(await seen.page.getByRole('link', { name: 'Traffic' }).count()).toBe(0);
    await seen.page.getByRole('link', { name: 'Corner Arcade' }).click();
    await seen.page.getByText('Beside the door').waitFor();
    await open(seen.page, '/arcade/operation/machines');
    await seen.page.getByText('Only those who run the network see this').waitFor();
    expect(seen.complaints).toEqual([]);
    await seen.context.close();
  });

  it('publishes news', async () => {
    const { page } = admin;
    await open(page, '/arcade/operation/news');
    await page.getByRole('button', { name: 'Write news' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Write news' });
    await dialog.getByRole('textbox', { name: 'Headline' }).fill('Autumn tournament');
    await dialog.getByRole('textbox', { name: 'Text' }).fill('Saturday at eight.\n<b>Bring your card.</b>');
    await expectAccessible(page, 'writing news');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('<b>Bring your card.</b>').waitFor();
  });

  it('lets another network ask, and says when one does not answer', async () => {
    const { page } = admin;
    await open(page, '/arcade/operation/peers');
    await page.getByRole('textbox', { name: 'Name' }).fill('Friends');
    await page.getByRole('button', { name: 'Make token' }).click();
    const token = page.getByRole('dialog', { name: 'The new token' });
    await token.getByText(/^[0-9a-f-]{36}$/).waitFor();
    await expectAccessible(page, 'a new token');
    await token.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Add network' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add network' });
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/bemapi');
    await dialog.getByRole('textbox', { name: 'Token' }).fill('secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Test http://127.0.0.1:9/bemapi' }).click();
    await page.getByText('No usable answer').waitFor();
  });

  it('takes songs over after saying what would happen, and gives them back', async () => {
    const { page } = admin;
    const known = async (): Promise<number> => (await app.admin.get<{ song: number }[]>('/api/arcade/series/pnm/songs')).body.filter(({ song }) => song === 4242).length;
    await open(page, '/arcade/operation/imports');
    await page.locator('input[type=file]').setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from('series,version,song,chart,name,difficulty\npnm,24,4242,2,Fresh,30\n') });
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing was written yet').waitFor();
    expect(await known()).toBe(0);
    await expectAccessible(page, 'a checked import');
    await picture(page, 'arcade-import-checked');
    await page.getByRole('button', { name: 'Import now' }).click();
    await page.getByText('Imported.').waitFor();
    expect(await known()).toBe(1);
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByRole('dialog', { name: 'Take this back?' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    expect(await known()).toBe(0);
    await open(page, '/arcade/operation/imports?from=asphyxia');
    const core = Buffer.from('{"__s":"profile","__refid":"A1","pin":"1234","_id":"1"}\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'savedata.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync({ 'savedata/core.db': core })) });
    await page.getByRole('button', { name: 'Remove the sent folder' }).waitFor();
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing was written yet').waitFor();
    await page.getByRole('rowheader', { name: 'Players' }).waitFor();
  });

  it('opens an exchange as a tree, and asks again', async () => {
    const { page } = admin;
    await open(page, '/arcade/operation/traffic');
    await page.getByRole('searchbox').fill('cardmng.authpass');
    await page.getByRole('button', { name: /^Open cardmng\.authpass/ }).first().click();
    const drawer = page.getByRole('dialog', { name: 'Exchange' });
    await drawer.getByText('****').waitFor();
    await drawer.getByText('Answer', { exact: true }).click();
    await drawer.getByText('response').waitFor();
    await expectAccessible(page, 'an exchange');
    await picture(page, 'arcade-exchange');
    await drawer.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('dialog', { name: 'Ask the same once more?' }).getByRole('button', { name: 'Ask again' }).click();
    await drawer.getByText('Answer of the test').waitFor();
    expect(admin.complaints).toEqual([]);
  });

  it('shows a player nothing that is not his', async () => {
    await app.admin.post('/api/users', { username: 'player', password: 'hunter2hunter2', email: '', role: 'user' });
    const { context, page, complaints } = await visitor('player', 'hunter2hunter2', { viewport: PHONE, hasTouch: true, isMobile: true });
    await open(page, '/arcade');
    await page.getByText('Autumn tournament').waitFor();
    expect(await page.getByText('00010203040506070809').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Arcade operation' }).count()).toBe(0);
    await open(page, '/arcade/games/pnm?tab=records');
    await page.getByText('5 scores').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  describe('in every look', () => {
    let seen: Visit;
    beforeAll(async () => {
      seen = await visitor(ADMIN.username, ADMIN.password);
    });
    afterAll(async () => {
      await seen?.context.close();
    });

    it.each(SCREENS)('$name is accessible, fits and is translated', ({ name, path }) => look(seen, path, `arcade-${name}`));
  });

  it('speaks German', async () => {
    const { context, page } = await visitor(ADMIN.username, ADMIN.password, { locale: 'de-DE' });
    await open(page, '/arcade');
    await page.getByRole('heading', { level: 1, name: 'Spielhalle' }).waitFor();
    await page.getByText('Zuletzt gemeldete Automaten').waitFor();
    await context.close();
  });
});
