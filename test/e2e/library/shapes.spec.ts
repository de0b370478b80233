import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { Games } from './support/games.js';

/** Field names and types of RomM's answers, as library-api spec §2 and §15 list them. */
const shapes = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/library/romm-shapes.json'), 'utf8')) as Record<string, Record<string, string>>;
const SHAPES: Record<string, Record<string, string>> = { ...shapes, SimpleRom: { ...shapes['RomBase'], ...shapes['SimpleRomExtra'] }, DetailedRom: { ...shapes['RomBase'], ...shapes['DetailedRomExtra'] } };

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?\+00:00$/;
const PLAIN: Record<string, (value: unknown) => boolean> = {
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  ts: (value) => typeof value === 'string' && TIMESTAMP.test(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  nothing: () => false,
};

/** Every way in which a value differs from a type, by path. */
function faults(value: unknown, type: string, path: string): string[] {
  if (type.endsWith('?')) return value === null ? [] : faults(value, type.slice(0, -1), path);
  if (type.endsWith('[]')) return Array.isArray(value) ? value.flatMap((entry, index) => faults(entry, type.slice(0, -2), `${path}[${index}]`)) : [`${path} is no list`];
  const plain = PLAIN[type];
  if (plain !== undefined) return plain(value) ? [] : [`${path} is ${JSON.stringify(value)}, not ${type}`];
  const shape = SHAPES[type];
  if (shape === undefined) throw new Error(`no shape ${type}`);
  if (!PLAIN['object']?.(value)) return [`${path} is no ${type}`];
  const fields = value as Record<string, unknown>;
  return [
    ...Object.keys(fields).filter((field) => !Object.hasOwn(shape, field)).map((field) => `${path}.${field} is not part of ${type}`),
    ...Object.entries(shape).flatMap(([field, inner]) => (Object.hasOwn(fields, field) ? faults(fields[field], inner, `${path}.${field}`) : [`${path}.${field} is missing`])),
  ];
}

let app: TestApp;
let admin: ApiClient;
let games: Games;
let full: number;
let bare: number;

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
  games = await Games.open(app);
  const [first, second] = await games.add(
    {
      platform: 'snes', fs_name: 'Full (USA) (Rev 1) [Hack].sfc', regions: ['USA'], languages: ['English'], tags: ['Hack'], revision: '1', slug: 'full', summary: 'text',
      igdb_id: 1, moby_id: 2, ss_id: 3, ra_id: 4, launchbox_id: 5, hasheous_id: 6, tgdb_id: 7, hltb_id: 8, sgdb_id: 9, flashpoint_id: 'f', gamelist_id: 'g', libretro_id: 'l',
      crc_hash: '0a1b2c3d', md5_hash: '1'.repeat(32), sha1_hash: '2'.repeat(40), ra_hash: '3'.repeat(32), has_soundtrack: true,
      igdb_metadata: { genres: ['B', 'A'], alternative_names: ['z', 'y'], youtube_video_id: 'yt', total_rating: '80.5', first_release_date: 690000000 },
      ss_metadata: { video_path: 'roms/1/1/video/video.mp4' },
      ra_metadata: { achievements: [{ ra_id: 1, badge_path: 'roms/1/1/retroachievements/badges/1.png', badge_path_lock: null }] },
      path_cover_s: 'roms/1/1/cover/small.png', path_cover_l: 'roms/1/1/cover/big.png', url_cover: 'https://example.org/c.png', path_manual: 'roms/1/1/manual/1.pdf', url_manual: 'https://example.org/m.pdf',
      path_screenshots: ['roms/1/1/screenshots/0.jpg'],
      fileRow: () => ({ crc_hash: '0a1b2c3d', archive_members: [{ name: 'a.sfc', size: 3, crc_hash: '1', md5_hash: '2', sha1_hash: '3' }] }),
    },
    { platform: 'snes', fs_name: 'Bare.sfc', igdb_id: 1 },
    { platform: 'psx', fs_name: 'Folder', files: { 'Folder/one.bin': '1' } },
  );
  full = first?.id ?? 0;
  bare = second?.id ?? 0;
  await admin.put(`/api/roms/${full}/props?update_last_played=true`, { rating: 5, status: 'completed_100' });
});
afterAll(async () => {
  await games.close();
  await app.stop();
});

describe('answers have exactly the fields and types of RomM', () => {
  it.each([
    ['/api/heartbeat', 'Heartbeat'],
    ['/api/config', 'Config'],
    ['/api/stats', 'Stats'],
    ['/api/platforms', 'Platform[]'],
    ['/api/platforms/supported', 'Platform[]'],
    ['/api/roms?with_files=true', 'RomPage'],
    ['/api/roms?limit=1&with_char_index=false&with_filter_values=false&with_rom_id_index=false&with_total=false', 'RomPage'],
    ['/api/roms/random', 'SimpleRom'],
    ['/api/roms/filters', 'RomFilters'],
    ['/api/roms/identifiers', 'int[]'],
  ])('%s', async (path, type) => expect(faults((await admin.get(path)).body, type, type)).toEqual([]));

  it('of single games, rich and bare', async () => {
    for (const id of [full, bare]) {
      expect(faults((await admin.get(`/api/roms/${id}`)).body, 'DetailedRom', `rom ${id}`)).toEqual([]);
      expect(faults((await admin.get(`/api/roms/${id}/simple`)).body, 'SimpleRom', `rom ${id}`)).toEqual([]);
    }
  });

  it('and of notes and files', async () => {
    expect(faults((await admin.put(`/api/roms/${bare}/props`, {})).body, 'RomUser', 'props')).toEqual([]);
    const { body } = await admin.get<{ files: { id: number }[] }>(`/api/roms/${full}`);
    expect(faults((await admin.get(`/api/roms/${body.files[0]?.id}/files`)).body, 'RomFile', 'file')).toEqual([]);
  });
});

describe('what the fields hold', () => {
  it('of a rich game', async () => {
    const { body } = await admin.get<Record<string, unknown>>(`/api/roms/${full}`);
    const stamp = String(body['updated_at']).replace('T', ' ');
    expect(body).toMatchObject({
      name: 'Full', name_sort_key: 'full', full_path: 'roms/snes/Full (USA) (Rev 1) [Hack].sfc', is_identified: true, is_unidentified: false, is_identifying: false,
      alternative_names: ['y', 'z'], youtube_video_id: 'yt', path_video: 'roms/1/1/video/video.mp4', has_manual: true, path_manual: 'roms/1/1/manual/1.pdf',
      path_cover_small: `/assets/romm/resources/roms/1/1/cover/small.png?ts=${stamp}`, path_cover_large: `/assets/romm/resources/roms/1/1/cover/big.png?ts=${stamp}`,
      merged_screenshots: ['/assets/romm/resources/roms/1/1/screenshots/0.jpg'],
      merged_ra_metadata: { achievements: [{ badge_path: '/assets/romm/resources/roms/1/1/retroachievements/badges/1.png', badge_path_lock: null }] },
      metadatum: { genres: ['A', 'B'], first_release_date: 690000000000, average_rating: 80.5, player_count: '1' },
      rom_user: { rating: 5, status: 'completed_100', rom_id: full }, has_simple_single_file: true, has_nested_single_file: false, has_multiple_files: false,
      files: [{ is_top_level: true, category: 'game', file_path: 'roms/snes' }], sibling_roms: [{ id: bare, sort_comparator: 'bare' }],
    });
    expect(body).not.toHaveProperty('version');
    expect(body).not.toHaveProperty('ra_metadata');
  });

  it('of a bare game: placeholders, never null where clients index', async () => {
    const { body } = await admin.get(`/api/roms/${bare}`);
    expect(body).toMatchObject({
      path_cover_small: '', path_cover_large: '', igdb_metadata: {}, ss_metadata: {}, manual_metadata: {}, merged_ra_metadata: null, merged_screenshots: [], regions: [], alternative_names: [],
      user_saves: [], all_user_notes: [], user_collections: [], has_notes: false,
    });
  });

  it('of a game that nobody noted: a placeholder with ids of -1', async () => {
    const { body } = await admin.get<{ items: { fs_name: string; rom_user: unknown; has_nested_single_file: boolean; has_simple_single_file: boolean; sibling_roms: unknown[] }[] }>('/api/roms?search_term=folder');
    expect(body.items[0]).toMatchObject({
      rom_user: { id: -1, user_id: -1, rom_id: -1, last_played: null, status: null, rating: 0, hidden: false }, has_nested_single_file: true, has_simple_single_file: false, sibling_roms: [],
    });
  });
});
