import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeHifi } from '../fakes/music/fake-hifi.js';
import { FakeHttp, sendJson } from '../fakes/music/fake-http.js';
import { ADMIN, TestApp } from '../support/app.js';
import { makeAudio } from '../support/audio-files.js';
import { type Item, MusicClient } from '../support/music-client.js';
import { Supysonic, supysonicMissing, USER } from '../support/supysonic.js';
import { DESKTOP, launch, signIn, visit, type Visit } from './support/browser.js';
import { look } from './support/look.js';

const missing = supysonicMissing();

const PAGES = ['', '/downloads', '/files?storage=permanent', '/matches', '/search?q=Far', '/providers', '/requests', '/statistics', '/settings'] as const;

describe.skipIf(missing !== undefined)('the music screens', () => {
  let work: string;
  let backend: Supysonic;
  let hifi: FakeHifi;
  let deezer: FakeHttp;
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'music-screens-'));
    const file = makeAudio(join(work, 'a.flac'), 10, { title: 'raw', artist: 'raw', album: 'raw' });
    const track = (id: number, title: string, duration: number, isrc?: string) => ({ id, title, artist: 'Far Artist', album: 'Far Album', duration, file, ...(isrc ? { isrc } : {}) });
    hifi = await new FakeHifi([track(1, 'By Code', 10, 'GBAAA2000001'), track(3, 'Doubtful (Live)', 10)]).start();
    const songs: Record<string, Item> = {
      '11': { id: 11, title: 'By Code', isrc: 'GBAAA2000001', duration: 10, artist: { id: 1, name: 'Far Artist' } },
      '13': { id: 13, title: 'Doubtful', duration: 10, artist: { id: 1, name: 'Far Artist' } },
    };
    deezer = await new FakeHttp((_, response, url) => sendJson(response, url.pathname.startsWith('/search') ? { data: Object.values(songs) } : (songs[url.pathname.split('/')[2] ?? ''] ?? { error: { code: 800, message: 'no data' } }))).start();
    backend = await Supysonic.start();
    const env = {
      SUBSONIC_URL: backend.url, SUBSONIC_SCAN_USER: USER.u, SUBSONIC_SCAN_PASSWORD: USER.p, SQUIDWTF_BASE_URLS: hifi.url, DEEZER_API_URL: deezer.url,
      PROVIDER_ORDER: 'deezer,squidwtf', AUDIO_PROVIDER_ORDER: 'squidwtf', MUSIC_MIN_FREE_MB: '1',
    };
    [app, browser] = await Promise.all([TestApp.start({ env }), launch()]);
    await app.claim();
    // An evening of music: found, played to the end, one that no source is sure about.
    const player = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
    await player.call('search3', { query: 'Far' });
    await player.bytes('stream', { id: 'ext-deezer-song-11' });
    await player.raw('stream', { id: 'ext-deezer-song-13' });
    await vi.waitFor(async () => {
      expect(((await app.admin.get<Item>('/api/admin/mappings?state=review')).body['mappings'] as Item[]).length).toBeGreaterThan(0);
      expect((await app.admin.get<Item>('/api/admin/downloads?storage=permanent')).body['count']).toBe(1);
    }, 20_000);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await backend?.stop();
    await hifi?.stop();
    await deezer?.stop();
    rmSync(work, { recursive: true, force: true });
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

    it.each(PAGES)('%s is accessible, fits and is translated', (path) => look(seen, `/music-proxy${path}`, `music${path.replace(/\W+/g, '-')}`));
  });

  describe('an operator', () => {
    let seen: Visit;
    let page: Page;
    beforeAll(async () => {
      seen = await signedIn({ viewport: DESKTOP });
      ({ page } = seen);
    });
    afterAll(async () => {
      await seen?.context.close();
    });

    it('sees where each row of a search comes from, and what players do not see', async () => {
      await page.goto('/music-proxy/search');
      await page.getByRole('searchbox').fill('By Code');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByText('Far Artist').count()).toBeGreaterThan(0);
      const sources = page.getByRole('region', { name: 'Sources' });
      await expect.poll(() => sources.getByText('deezer').count()).toBe(1);
      expect(page.url()).toContain('q=By+Code');
    });

    it('decides a doubtful match', async () => {
      await page.goto('/music-proxy/matches');
      const card = page.getByRole('article', { name: 'Doubtful' });
      await card.getByRole('button', { name: /^Choose/ }).first().click();
      await expect.poll(async () => (await app.admin.get<Item>('/api/admin/mappings/stats')).body['manual'] as number).toBe(1);
      await expect.poll(() => page.getByText('Nothing to review').count()).toBe(1);
    });

    it('sees for whom files were fetched, how much of his share one has used, and which files have words', async () => {
      await app.admin.post('/api/admin/config', { updates: { MUSIC_USER_QUOTA_MB: '100' } });
      await page.goto('/music-proxy');
      const panel = page.getByRole('region', { name: 'Space by user' });
      await panel.getByText(USER.u, { exact: true }).waitFor();
      await panel.getByText(/ of \d/).waitFor();
      expect(await panel.getByRole('progressbar', { name: `Share of ${USER.u} in use` }).count()).toBe(1);
      const [file] = (await app.admin.get<Item>('/api/admin/downloads?storage=permanent')).body['files'] as [Item];
      writeFileSync(join(app.dataDir, 'downloads', (file['path'] as string).replace(/\.flac$/, '.lrc')), '[00:01.00] One\n');
      await page.goto('/music-proxy/files?storage=permanent');
      await page.getByText('Lyrics', { exact: true }).waitFor();
      await page.goto('/music-proxy/downloads');
      await page.getByText(`for ${USER.u}`).first().waitFor();
      await app.admin.post('/api/admin/config', { updates: { MUSIC_USER_QUOTA_MB: null } });
    });

    it('listens to a downloaded file in the page and removes it', async () => {
      await page.goto('/music-proxy/files?storage=permanent');
      await page.getByRole('button', { name: /^Listen to/ }).click();
      await expect.poll(() => page.locator('audio').evaluate((audio) => (audio as unknown as { readyState: number }).readyState)).toBeGreaterThan(1);
      await page.getByRole('button', { name: /^Remove / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await expect.poll(() => page.getByText('No files here').count()).toBe(1);
      expect((await app.admin.get<Item>('/api/admin/downloads?storage=permanent')).body['count']).toBe(0);
    });

    it('puts another provider first and switches one off', async () => {
      await page.goto('/music-proxy/providers');
      await page.getByRole('button', { name: 'Move SquidWTF up' }).click();
      const names = async () => ((await app.admin.get<Item>('/api/admin/providers')).body['providers'] as Item[]).filter(({ used }) => used as boolean).map(({ name }) => name as string);
      await expect.poll(names).toEqual(['squidwtf', 'deezer']);
      await page.getByRole('switch', { name: 'Use Deezer', checked: true }).click({ force: true });
      await expect.poll(names).toEqual(['squidwtf']);
      // The page knows a moment after the server; a press before that would switch off once more.
      await page.getByRole('switch', { name: 'Use Deezer', checked: false }).click({ force: true });
      await expect.poll(names).toContain('deezer');
    });

    it('changes a setting, is told what is wrong with a bad one, and tries another server before storing it', async () => {
      await page.goto('/music-proxy/settings');
      const search = page.getByRole('region', { name: 'Search and catalogue' });
      const budget = search.getByLabel('Longest wait for providers in a search');
      await budget.fill('50');
      await search.getByRole('button', { name: 'Save' }).click();
      await expect.poll(() => search.getByRole('alert').count()).toBe(1);
      await budget.fill('1500');
      await search.getByRole('button', { name: 'Save' }).click();
      await expect.poll(async () => ((await app.admin.get<Item>('/api/admin/config')).body['search'] as Item)['budgetMs'] as number).toBe(1500);
      await expect.poll(() => search.getByRole('alert').count()).toBe(0);

      const upstream = page.getByRole('region', { name: 'Music server' });
      await upstream.getByLabel('Address of your Subsonic server').fill('http://127.0.0.1:9');
      await upstream.getByRole('button', { name: 'Test the connection' }).click();
      await expect.poll(() => upstream.getByText(/cannot be reached/).count()).toBe(1);
      expect(((await app.admin.get<Item>('/api/admin/config')).body['subsonic'] as Item)['url']).toBe(backend.url);
    });

    it('sees a play appear while it runs', async () => {
      await page.goto('/music-proxy');
      await page.getByText('Playing now').waitFor();
      const player = new MusicClient(`http://127.0.0.1:${app.ports.music}`);
      await player.bytes('stream', { id: 'ext-squidwtf-song-1' });
      await expect.poll(() => page.getByText('By Code').count()).toBeGreaterThan(0);
      expect(seen.complaints).toEqual([]);
    });
  });
});
