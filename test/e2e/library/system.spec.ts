import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { Games } from './support/games.js';

interface Platform {
  id: number;
  slug: string;
  fs_slug: string;
  name: string;
  rom_count: number;
  fs_size_bytes: number;
}

describe('a fresh server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('shows the first run to a stranger, and closes it with the claim', async () => {
    const stranger = app.client;
    expect(await stranger.get('/api/heartbeat')).toMatchObject({ status: 200, body: { SYSTEM: { SHOW_SETUP_WIZARD: true } } });
    const library = await stranger.get<{ detected_structure: unknown; existing_platforms: unknown[]; supported_platforms: Platform[] }>('/api/setup/library');
    expect(library).toMatchObject({ status: 200, body: { detected_structure: null, existing_platforms: [] } });
    expect(library.body.supported_platforms.length).toBeGreaterThan(450);
    expect(library.body.supported_platforms.find(({ slug }) => slug === 'snes')).toMatchObject({ id: -1, fs_slug: 'snes', rom_count: 0 });
    expect(await stranger.post('/api/setup/platforms', [])).toMatchObject({ status: 201, body: { success: true, created_count: 0, message: 'No platforms selected' } });
    expect(await stranger.post('/api/setup/platforms', ['snes', '../evil'])).toMatchObject({ status: 400 });
    expect(await stranger.post('/api/setup/platforms', ['snes', 'gba', 'snes'])).toMatchObject({ status: 201, body: { success: true, created_count: 2 } });
    expect((await stat(join(app.dataDir, 'library/roms/gba'))).isDirectory()).toBe(true);
    await writeFile(join(app.dataDir, 'library/roms/gba/a.gba'), 'x');
    expect(await stranger.get('/api/setup/library')).toMatchObject({ body: { detected_structure: 'struct_a', existing_platforms: [{ fs_slug: 'gba', rom_count: 1 }, { fs_slug: 'snes', rom_count: 0 }] } });
    expect(await stranger.get('/api/heartbeat')).toMatchObject({ body: { FILESYSTEM: { FS_PLATFORMS: ['gba', 'snes'] } } });

    const admin = await app.claim();
    expect(await stranger.get('/api/heartbeat')).toMatchObject({ body: { SYSTEM: { SHOW_SETUP_WIZARD: false } } });
    expect(await app.client.get('/api/setup/library')).toMatchObject({ status: 403, body: { detail: 'Forbidden' } });
    expect((await app.client.post('/api/setup/platforms', ['nes'])).status).toBe(403);
    expect((await admin.get('/api/setup/library')).status).toBe(200);
    expect(await admin.post('/api/setup/platforms', ['nes'])).toMatchObject({ status: 201, body: { created_count: 1 } });
  });

  it('says of each metadata source whether it answers', async () => {
    expect(await app.client.get('/api/heartbeat/metadata/igdb')).toMatchObject({ status: 200, text: 'false' });
    expect(await app.client.get('/api/heartbeat/metadata/nope')).toMatchObject({ status: 400, body: { detail: 'Invalid metadata source' } });
  });
});

describe('a server with a library', () => {
  let app: TestApp;
  let admin: ApiClient;
  let games: Games;
  beforeAll(async () => {
    app = await startApp();
    admin = await app.claim();
    games = await Games.open(app);
    await games.add(
      { platform: 'snes', fs_name: 'A (USA).sfc', regions: ['USA'], igdb_id: 1, fs_size_bytes: 6_000_000_000 },
      { platform: 'snes', fs_name: 'B (USA).sfc', regions: ['USA'], fs_size_bytes: 1 },
      { platform: 'snes', fs_name: 'C (Japan).sfc', regions: ['Japan'], fs_size_bytes: 1 },
    );
  });
  afterAll(async () => {
    await games.close();
    await app.stop();
  });

  it('lists platforms by name with what they hold, also those without games', async () => {
    const id = await games.platform('snes');
    await games.platform('gba');
    const { body } = await admin.get<Platform[]>('/api/platforms');
    expect(body.map(({ fs_slug }) => fs_slug)).toEqual(['gba', 'snes']);
    expect(body[1]).toMatchObject({ id, slug: 'snes', rom_count: 3, fs_size_bytes: 6_000_000_002, is_identified: true, custom_name: '', description: '', firmware: [], firmware_count: 0 });
    expect((await admin.get<number[]>('/api/platforms/identifiers')).body).toHaveLength(2);
    expect(await admin.get(`/api/platforms?updated_after=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).toMatchObject({ body: [] });
    expect(await admin.get('/api/platforms/999999')).toMatchObject({ status: 404, body: { detail: "Platform with id '999999' not found" } });
    expect((await admin.get('/api/platforms/0')).status).toBe(422);
    expect((await admin.get('/api/platforms/..%2fx')).status).toBe(422);
  });

  it('renames a platform, and an empty name brings the old one back', async () => {
    const id = await games.platform('snes');
    expect(await admin.put(`/api/platforms/${id}`, { custom_name: 'Super Nintendo!', description: 'mine' })).toMatchObject({ status: 200, body: { display_name: 'Super Nintendo!', description: 'mine' } });
    expect(await admin.get('/api/roms?limit=1')).toMatchObject({ body: { items: [{ platform_display_name: 'Super Nintendo!', platform_custom_name: 'Super Nintendo!' }] } });
    expect(await admin.put(`/api/platforms/${id}`, { custom_name: '', description: null })).toMatchObject({ body: { custom_name: '', description: 'mine' } });
    expect((await admin.put(`/api/platforms/${id}`, { custom_name: 'x'.repeat(401) })).status).toBe(422);
    expect((await admin.put('/api/platforms/999999', { custom_name: 'x' })).status).toBe(404);
    expect((await admin.put('/api/platforms/2147483648', { custom_name: 'x' })).status).toBe(422);
    expect(await admin.put(`/api/platforms/${id}`, { description: 'a\0b' })).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'description'] }] } });
    expect(await admin.get(`/api/platforms/${id}`)).toMatchObject({ body: { description: 'mine' } });
  });

  it('refuses a body that is nested without end, and does not send it back', async () => {
    const nested = `{"fs_slug":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const answer = await admin.request('POST', '/api/platforms', nested, { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['body'], input: null }] } });
  });

  it('makes a platform with its folder, by what a folder name stands for', async () => {
    const made = await admin.post<Platform>('/api/platforms', { fs_slug: 'megadrive' });
    expect(made).toMatchObject({ status: 201, body: { fs_slug: 'megadrive', slug: 'genesis', rom_count: 0 } });
    expect((await stat(join(app.dataDir, 'library/roms/megadrive'))).isDirectory()).toBe(true);
    expect((await admin.post<Platform>('/api/platforms', { fs_slug: 'megadrive' })).body.id).toBe(made.body.id);
    expect(await admin.get('/api/platforms/supported')).toMatchObject({ status: 200, body: expect.arrayContaining([expect.objectContaining({ id: made.body.id, slug: 'genesis' })]) });
    for (const fs_slug of ['../x', '/etc', '', 'a/b', '.', 'a\nb', 'a\0b', '\ud800']) expect([400, 422]).toContain((await admin.post('/api/platforms', { fs_slug })).status);
    expect(await admin.delete(`/api/platforms/${made.body.id}`)).toMatchObject({ status: 200, text: 'null' });
    expect((await admin.delete(`/api/platforms/${made.body.id}`)).status).toBe(404);
    expect(await admin.get<Platform[]>('/api/platforms/filesystem')).toMatchObject({ body: [{ id: -1, fs_slug: 'megadrive', slug: 'genesis' }] });
  });

  it('counts the library, by platform when asked', async () => {
    const id = await games.platform('snes');
    const plain = await app.client.get<object>('/api/stats');
    expect(plain.body).toEqual({ PLATFORMS: 1, ROMS: 3, SAVES: 0, STATES: 0, SCREENSHOTS: 0, TOTAL_FILESIZE_BYTES: 6_000_000_002 });
    expect(await app.client.get('/api/stats?include_platform_stats=true')).toMatchObject({
      body: { METADATA_COVERAGE: { [id]: [{ source: 'igdb', matched: 1 }] }, REGION_BREAKDOWN: { [id]: [{ region: 'USA', count: 2 }, { region: 'Japan', count: 1 }] } },
    });
    expect((await app.client.get('/api/stats?include_platform_stats=perhaps')).status).toBe(422);
  });

  it('has no firmware to show, and says so exactly', async () => {
    expect(await admin.get('/api/firmware')).toMatchObject({ status: 200, body: [] });
    expect(await admin.get('/api/firmware/identifiers')).toMatchObject({ status: 200, body: [] });
    expect(await admin.get('/api/firmware/7')).toMatchObject({ status: 404, body: { detail: 'Firmware with ID 7 not found' } });
  });

  it('hides what an administrator hid', async () => {
    await admin.post('/api/users', { username: 'child', password: 'a long password 1', email: 'child@example.org', role: 'user' });
    const users = await admin.get<{ id: number; username: string }[]>('/api/users');
    const user_id = users.body.find(({ username }) => username === 'child')?.id;
    const child = app.client.basic('child', 'a long password 1');
    const all = (await child.get<{ rom_id_index: number[] }>('/api/roms')).body.rom_id_index;
    expect(all).toHaveLength(3);
    expect((await admin.post('/api/permissions/hidden', { entity: 'roms', entity_id: all[0], user_id })).status).toBe(200);
    expect((await child.get<{ rom_id_index: number[] }>('/api/roms')).body.rom_id_index).toEqual(all.slice(1));
    expect(await child.get(`/api/roms/${all[0]}`)).toMatchObject({ status: 404, body: { detail: `Rom with id '${all[0]}' not found` } });
    expect((await child.get(`/api/roms/${all[0]}/content/x`)).status).toBe(404);
    await admin.post('/api/permissions/hidden', { entity: 'platforms', entity_id: await games.platform('snes'), user_id });
    expect(await child.get('/api/roms')).toMatchObject({ body: { total: 0, filter_values: { regions: [], platforms: [] } } });
    expect((await child.get(`/api/platforms/${await games.platform('snes')}`)).status).toBe(404);
    expect((await child.get<Platform[]>('/api/platforms')).body.map(({ fs_slug }) => fs_slug)).toEqual(['gba']);
    expect((await admin.get<{ total: number }>('/api/roms')).body.total).toBe(3);
    expect((await child.delete(`/api/platforms/${await games.platform('gba')}`)).status).toBe(403);
    expect((await child.put(`/api/platforms/${await games.platform('gba')}`, { custom_name: 'x' })).status).toBe(403);
  });
});

describe('the configuration', () => {
  let app: TestApp;
  let admin: ApiClient;
  let file: string;
  beforeAll(async () => {
    app = await startApp();
    admin = await app.claim();
    file = join(app.dataDir, 'config', 'config.yml');
  });
  afterAll(() => app.stop());
  const config = async (client = admin): Promise<Record<string, unknown>> => (await client.get<Record<string, unknown>>('/api/config')).body;

  it('is read by anybody, with the defaults of RomM', async () => {
    expect(await config(app.client)).toMatchObject({
      CONFIG_FILE_PARSE_ERROR: null, PLATFORMS_BINDING: {}, SKIP_HASH_CALCULATION: false, EJS_CACHE_LIMIT: null, EJS_NETPLAY_ICE_SERVERS: [],
      SCAN_REGION_PRIORITY: ['us', 'wor', 'ss', 'eu', 'jp'], SCAN_LANGUAGE_PRIORITY: ['en'], SCAN_MEDIA: ['box2d', 'screenshot', 'manual'], GAMELIST_MEDIA_THUMBNAIL: 'box2d', GAMELIST_MEDIA_IMAGE: 'screenshot',
      SCAN_METADATA_PRIORITY: ['igdb', 'moby', 'ss', 'ra', 'launchbox', 'gamelist', 'hasheous', 'tgdb', 'flashpoint', 'hltb'],
      DEFAULT_EXCLUDED_EXTENSIONS: ['db', 'ini', 'tmp', 'bak', 'lock', 'log', 'cache', 'crdownload'],
    });
  });

  it('is changed by those who may, at once, keeping comments and what we do not know', async () => {
    await writeFile(file, '# mine\nsystem:\n  platforms:\n    gc: ngc # cube\nunknown_key: 1\n');
    expect(await config()).toMatchObject({ PLATFORMS_BINDING: { gc: 'ngc' }, CONFIG_FILE_MOUNTED: true, CONFIG_FILE_WRITABLE: true });
    expect(await admin.post('/api/config/system/platforms', { fs_slug: 'megadrive', slug: 'genesis' })).toMatchObject({ status: 200, text: 'null' });
    await admin.post('/api/config/system/platforms', { fs_slug: 'gc', slug: 'other' });
    await admin.post('/api/config/system/versions', { fs_slug: 'naomi2', slug: 'arcade' });
    await admin.post('/api/config/exclude', { exclusion_type: 'EXCLUDED_SINGLE_EXT', exclusion_value: 'txt' });
    expect(await config()).toMatchObject({ PLATFORMS_BINDING: { gc: 'ngc', megadrive: 'genesis' }, PLATFORMS_VERSIONS: { naomi2: 'arcade' }, EXCLUDED_SINGLE_EXT: expect.arrayContaining(['txt', 'tmp']) });
    expect(await readFile(file, 'utf8')).toMatch(/^# mine\n[^]*gc: ngc # cube[^]*unknown_key: 1/);
    expect((await admin.delete('/api/config/system/platforms/megadrive')).status).toBe(200);
    expect((await admin.delete('/api/config/system/platforms/megadrive')).status).toBe(200);
    expect((await admin.delete('/api/config/exclude/EXCLUDED_SINGLE_EXT/txt')).status).toBe(200);
    expect((await config())['PLATFORMS_BINDING']).toEqual({ gc: 'ngc' });
    expect((await config())['EXCLUDED_SINGLE_EXT']).not.toContain('txt');
    expect((await app.client.post('/api/config/exclude', { exclusion_type: 'EXCLUDED_SINGLE_EXT', exclusion_value: 'x' })).status).not.toBe(200);
  });

  it('replaces the scan section, all of it or nothing', async () => {
    const scan = {
      metadata_priority: ['ss', 'igdb'], artwork_priority: ['sgdb'], region_priority: ['JP', 'us', 'jp'], language_priority: ['DE'], media: ['box3d'],
      gamelist_export: true, gamelist_thumbnail: 'miximage', gamelist_image: 'title_screen', pegasus_export: false, cover_priority: ['ss'],
    };
    expect(await admin.put('/api/config/scan', scan)).toMatchObject({ status: 200, text: 'null' });
    const changed = {
      SCAN_METADATA_PRIORITY: ['ss', 'igdb'], SCAN_REGION_PRIORITY: ['jp', 'us'], SCAN_LANGUAGE_PRIORITY: ['de'], SCAN_MEDIA: ['box3d'], GAMELIST_AUTO_EXPORT_ON_SCAN: true,
      GAMELIST_MEDIA_THUMBNAIL: 'miximage', GAMELIST_MEDIA_IMAGE: 'title_screen', SCAN_ARTWORK_PRIORITY_OVERRIDES: { url_cover: ['ss'] },
    };
    expect(await config()).toMatchObject(changed);
    for (const wrong of [{ metadata_priority: ['nope'] }, { media: ['nope'] }, { gamelist_thumbnail: 'screenshot' }, { gamelist_image: 'box3d' }, { gamelist_export: 'x' }]) {
      expect((await admin.put('/api/config/scan', { ...scan, ...wrong })).status).toBe(422);
    }
    expect(await config()).toMatchObject(changed);
  });

  it('refuses an unknown list, and a file it can not read as YAML is left alone', async () => {
    expect(await admin.post('/api/config/exclude', { exclusion_type: 'NOPE', exclusion_value: 'x' })).toMatchObject({ status: 400 });
    expect(await admin.delete('/api/config/exclude/__proto__/x')).toMatchObject({ status: 400 });
    const good = await config();
    await writeFile(file, 'system: [unclosed');
    expect(await config()).toMatchObject({ CONFIG_FILE_PARSE_ERROR: expect.any(String), SCAN_MEDIA: good['SCAN_MEDIA'] });
    expect((await config(app.client))['CONFIG_FILE_PARSE_ERROR']).toBeNull();
    expect((await admin.post('/api/config/system/platforms', { fs_slug: 'a', slug: 'b' })).status).toBe(409);
    expect(await readFile(file, 'utf8')).toBe('system: [unclosed');
  });
});
