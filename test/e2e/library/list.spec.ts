import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { Games } from './support/games.js';

interface Page {
  items: { id: number; name: string; fs_name: string; files: unknown[]; sibling_roms: { id: number; is_main_sibling: boolean }[]; rom_user: { hidden: boolean } }[];
  total: number | null;
  limit: number;
  offset: number;
  char_index: Record<string, number>;
  rom_id_index: number[];
  filter_values: Record<string, (string | number)[]>;
}

let app: TestApp;
let admin: ApiClient;
let games: Games;
const ids: Record<string, number> = {};

const list = (query = ''): Promise<Answer<Page>> => admin.get<Page>(`/api/roms?${query}`);
const names = async (query: string): Promise<string[]> => (await list(query)).body.items.map(({ fs_name }) => fs_name);
const platforms = async (...slugs: string[]): Promise<string> => (await Promise.all(slugs.map(async (slug) => `platform_ids=${await games.platform(slug)}`))).join('&');

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
  games = await Games.open(app);
  const added = await games.add(
    { platform: 'snes', fs_name: 'The Legend of Zelda (USA).sfc', regions: ['USA'], languages: ['English'], igdb_id: 10, igdb_metadata: { genres: ['Adventure', 'Action'], companies: ['Nintendo'], total_rating: '90', first_release_date: 690000000 }, md5_hash: 'a'.repeat(32) },
    { platform: 'snes', fs_name: 'The Legend of Zelda (Japan) (Beta).sfc', regions: ['Japan'], languages: ['Japanese'], igdb_id: 10, igdb_metadata: { genres: ['Adventure'] } },
    { platform: 'snes', fs_name: 'The Legend of Zelda (Europe).sfc', regions: ['Europe'], igdb_id: 10, igdb_metadata: { genres: ['Adventure'] } },
    { platform: 'snes', fs_name: 'Mega Man 10 (USA).sfc', regions: ['USA'], tags: ['Hack'], igdb_metadata: { genres: ['Action'], total_rating: '70', player_count: '2' } },
    { platform: 'snes', fs_name: 'Mega Man 2 (USA).sfc', regions: ['USA'], tags: ['Disc 1'], fs_size_bytes: 5_000_000_000 },
    { platform: 'gba', fs_name: '1942.gba', hasheous_metadata: { nointro_match: true }, hasheous_id: 5, missing_from_fs: true },
    { platform: 'gba', fs_name: 'Ōkami (World).gba', regions: ['World'], ra_id: 77, has_soundtrack: true },
    { platform: 'gba', fs_name: '100% Orange_Juice!.gba', flashpoint_id: 'fp-1' },
  );
  for (const [index, key] of ['zeldaUsa', 'zeldaJapan', 'zeldaEurope', 'mega10', 'mega2', '1942', 'okami', 'orange'].entries()) ids[key] = added[index]?.id ?? 0;
});
afterAll(async () => {
  await games.close();
  await app.stop();
});

describe('GET /api/roms', () => {
  it('sorts by name with numbers as numbers and articles ignored, and gives all indexes unless told otherwise', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.items.map(({ name }) => name)).toEqual(['100% Orange_Juice!', '1942', 'The Legend of Zelda', 'The Legend of Zelda', 'The Legend of Zelda', 'Mega Man 2', 'Mega Man 10', 'Ōkami']);
    expect(body).toMatchObject({ total: 8, limit: 50, offset: 0, char_index: { 0: 0, l: 2, m: 5, 'ō': 7 } });
    expect(body.rom_id_index).toEqual(body.items.map(({ id }) => id));
    expect(body.filter_values).toEqual({
      genres: ['Action', 'Adventure'], franchises: [], collections: [], companies: ['Nintendo'], game_modes: [], age_ratings: [], player_counts: ['1', '2'],
      regions: ['Europe', 'Japan', 'USA', 'World'], languages: ['English', 'Japanese'], tags: ['Disc 1', 'Hack'],
      platforms: [await games.platform('snes'), await games.platform('gba')].sort((a, b) => a - b),
    });
  });

  it('leaves indexes empty, but present, when they are not asked for; total is null only then', async () => {
    const none = 'with_char_index=false&with_filter_values=false&with_rom_id_index=false';
    const { body } = await list(`${none}&with_total=false`);
    expect(body).toMatchObject({ total: null, char_index: {}, rom_id_index: [], filter_values: { genres: [], platforms: [], tags: [] } });
    expect((await list(none)).body.total).toBe(8);
    expect((await list('with_total=false')).body.total).toBe(8);
  });

  it('pages without overlap, also past the end', async () => {
    const off = 'with_char_index=0&with_filter_values=no&with_rom_id_index=off';
    const pages = [await names(`limit=3&offset=0&${off}`), await names(`limit=3&offset=3&${off}`), await names(`limit=3&offset=6&${off}`)];
    expect(new Set(pages.flat()).size).toBe(8);
    expect(pages.flat()).toEqual(await names(''));
    expect((await list(`offset=100&${off}`)).body).toMatchObject({ items: [], total: 8, offset: 100 });
  });

  it('turns the order and the letter index around', async () => {
    const { body } = await list('order_by=name&order_dir=DESC');
    expect(body.items.map(({ id }) => id)).toEqual([...(await list()).body.rom_id_index].toReversed());
    expect(body.char_index).toEqual({ 0: 6, l: 3, m: 1, 'ō': 0 });
  });

  it.each([
    ['order_by=fs_size_bytes&order_dir=desc&limit=1', ['Mega Man 2 (USA).sfc']],
    ['order_by=average_rating&order_dir=desc&limit=2', ['The Legend of Zelda (USA).sfc', 'Mega Man 10 (USA).sfc']],
    ['order_by=first_release_date&order_dir=desc&limit=1', ['The Legend of Zelda (USA).sfc']],
    ['order_by=id&limit=1', ['The Legend of Zelda (USA).sfc']],
    ['order_by=ID&order_dir=desc&limit=1', ['100% Orange_Juice!.gba']],
  ])('%s', async (query, expected) => expect(await names(query)).toEqual(expected));

  it('takes any other order for the name, whatever it contains', async () => {
    const byName = await names('');
    for (const order of ['; drop table roms', 'name; --', 'r.id', 'platform', '(select 1)', "'", '__proto__', 'constructor']) {
      expect(await names(`order_by=${encodeURIComponent(order)}`)).toEqual(byName);
    }
    expect((await list()).body.total).toBe(8);
  });

  it('narrows to platforms; unknown ones hold nothing', async () => {
    expect(await names(await platforms('gba'))).toEqual(['100% Orange_Juice!.gba', '1942.gba', 'Ōkami (World).gba']);
    expect(await names(await platforms('gba', 'snes'))).toHaveLength(8);
    expect((await list('platform_ids=999999')).body).toMatchObject({ items: [], total: 0, char_index: {}, rom_id_index: [] });
  });

  it.each([
    ['search_term=zelda', 3],
    ['search_term=LEGEND%20zel', 3],
    ['search_term=zelda%7Cmega', 5],
    ['search_term=zelda%20mega', 0],
    ['search_term=%C5%8Dkami', 1],
    ['search_term=%C5%8CKAMI', 1],
    ['search_term=(beta)', 1],
    ['search_term=100%25', 1],
    ['search_term=_', 1],
    ['search_term=!', 1],
    ["search_term='", 0],
    [`search_term=${'a'.repeat(32)}`, 1],
    [`search_term=${'A'.repeat(32)}`, 1],
    ['search_term=%20', 8],
    ['search_term=%7C', 8],
  ])('%s finds %i games, on the first page as in the whole index', async (query, count) => {
    const off = 'with_char_index=false&with_filter_values=false&with_rom_id_index=false';
    expect((await list(`${query}&${off}`)).body).toMatchObject({ total: count });
    expect((await list(query)).body.rom_id_index).toHaveLength(count);
    expect((await list(`${query}&${off}&offset=1&limit=1`)).body.items).toHaveLength(count > 1 ? 1 : 0);
  });

  it.each([
    ['matched=true', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope', '1942', 'okami', 'orange']],
    ['matched=false', ['mega10', 'mega2']],
    ['missing=true', ['1942']],
    ['missing=false', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope', 'mega10', 'mega2', 'okami', 'orange']],
    ['duplicate=true', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope']],
    ['verified=true', ['1942']],
    ['has_ra=true', ['okami']],
    ['has_soundtrack=t', ['okami']],
    ['favorite=true', []],
    ['has_saves=true', []],
    ['has_states=false&verified=yes', ['1942']],
    ['playable=false', []],
    ['genres=Adventure', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope']],
    ['genres=Adventure&genres=Action', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope', 'mega10']],
    ['genres=Adventure&genres=Action&genres_logic=all', ['zeldaUsa']],
    ['genres=Adventure&genres=Action&genres_logic=none', ['mega2', '1942', 'okami', 'orange']],
    ['genres=adventure', []],
    ['genres=Action&genres_logic=whatever', ['zeldaUsa', 'mega10']],
    ['genres=Action&regions=USA&tags=Hack', ['mega10']],
    ['regions=USA&regions_logic=none&languages=Japanese', ['zeldaJapan']],
    ['player_counts=2', ['mega10']],
    ['player_counts=1&player_counts_logic=none', ['mega10']],
    ['metadata_providers=ra&metadata_providers=flashpoint', ['okami', 'orange']],
    ['metadata_providers=hasheous&metadata_providers=ra&metadata_providers_logic=all', []],
    ['metadata_providers=igdb&metadata_providers_logic=none&matched=true', ['1942', 'okami', 'orange']],
    ['metadata_providers=unknown', ['zeldaUsa', 'zeldaJapan', 'zeldaEurope', 'mega10', 'mega2', '1942', 'okami', 'orange']],
    ['collection_id=1', []],
    ['virtual_collection_id=abc', []],
    ['smart_collection_id=9', []],
  ])('%s', async (query, expected) => {
    const { body } = await list(query);
    expect(new Set(body.rom_id_index)).toEqual(new Set(expected.map((key) => ids[key])));
    expect(body.total).toBe(expected.length);
  });

  it('does not let row filters narrow the values to filter by, but text and platform', async () => {
    expect((await list('genres=Action')).body.filter_values['genres']).toEqual(['Action', 'Adventure']);
    expect((await list(await platforms('gba'))).body.filter_values).toMatchObject({ genres: [], regions: ['World'], player_counts: ['1'] });
    expect((await list('search_term=mega')).body.filter_values).toMatchObject({ genres: ['Action'], tags: ['Disc 1', 'Hack'] });
  });

  it('shows one game of a group: a full release of the preferred region', async () => {
    const { body } = await list('group_by_meta_id=true');
    expect(body.total).toBe(6);
    expect(body.rom_id_index).toContain(ids['zeldaUsa']);
    expect(body.rom_id_index).not.toContain(ids['zeldaJapan']);
    expect((await list('group_by_meta_id=true&regions=USA&regions_logic=none')).body.rom_id_index).toContain(ids['zeldaEurope']);
  });

  it('knows siblings, and gives files only when asked', async () => {
    const { body } = await list('search_term=zelda&with_files=true');
    const usa = body.items.find(({ id }) => id === ids['zeldaUsa']);
    expect(new Set(usa?.sibling_roms.map(({ id }) => id))).toEqual(new Set([ids['zeldaJapan'], ids['zeldaEurope']]));
    expect(usa?.files).toHaveLength(1);
    expect((await list('search_term=zelda')).body.items[0]?.files).toEqual([]);
  });

  it('tells what changed since a moment', async () => {
    const before = new Date(Date.now() - 3_600_000).toISOString();
    expect((await list(`updated_after=${encodeURIComponent(before.replace('Z', '+00:00'))}`)).body.total).toBe(8);
    expect((await list(`updated_after=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).body.total).toBe(0);
  });

  it.each([
    ['limit=-1', 'limit', 'greater_than_equal'],
    ['limit=0', 'limit', 'greater_than_equal'],
    ['limit=1e9', 'limit', 'int_parsing'],
    ['limit=10001', 'limit', 'less_than_equal'],
    ['limit=', 'limit', 'int_parsing'],
    ['offset=-1', 'offset', 'greater_than_equal'],
    ['platform_ids=abc', 'platform_ids', 'int_parsing'],
    ['collection_id=0', 'collection_id', 'greater_than_equal'],
    ['matched=', 'matched', 'bool_parsing'],
    ['matched=maybe', 'matched', 'bool_parsing'],
    ['updated_after=yesterday', 'updated_after', 'datetime_parsing'],
  ])('%s is refused with 422 naming the parameter', async (query, field, type) => {
    const answer = await admin.get<{ detail: { type: string; loc: unknown[] }[] }>(`/api/roms?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0]).toMatchObject({ type, loc: expect.arrayContaining(['query', field]) });
  });

  it('ignores parameters that it does not know', async () => expect((await list('platform_id=3&foo=bar')).body.total).toBe(8));

  it('needs a caller', async () => {
    expect(await app.client.get('/api/roms')).toMatchObject({ status: 401, body: { detail: 'Not authenticated' } });
  });
});

describe('what a user notes', () => {
  it('is right in every list at once', async () => {
    const id = ids['okami'];
    expect((await list('')).body.rom_id_index).toContain(id);
    expect(await admin.put(`/api/roms/${id}/props`, { hidden: true })).toMatchObject({ status: 200, body: { hidden: true, rom_id: id } });
    expect((await list('')).body).toMatchObject({ total: 7 });
    expect((await list(await platforms('gba'))).body.filter_values['regions']).toEqual([]);
    expect((await list('statuses=hidden')).body.rom_id_index).toEqual([id]);
    expect((await admin.get<number[]>('/api/roms/identifiers')).body).not.toContain(id);
    expect(await admin.get(`/api/roms/${id}`)).toMatchObject({ status: 200 });
    await admin.put(`/api/roms/${id}/props`, { hidden: false });
    expect((await list('')).body.rom_id_index).toContain(id);
  });

  it('filters and sorts lists', async () => {
    await admin.put(`/api/roms/${ids['mega2']}/props?update_last_played=true`, { status: 'finished', rating: 3 });
    await admin.put(`/api/roms/${ids['mega10']}/props?update_last_played=true`, { now_playing: true, rating: 9 });
    expect((await list('statuses=finished&statuses=now_playing')).body.total).toBe(2);
    expect((await list('statuses=finished&statuses=now_playing&statuses_logic=all')).body.total).toBe(0);
    expect((await list('statuses=finished&statuses_logic=none')).body.total).toBe(7);
    expect((await list('last_played=true')).body.total).toBe(2);
    expect((await list('last_played=false')).body.total).toBe(6);
    expect(await names('order_by=rating&order_dir=desc')).toEqual(['Mega Man 10 (USA).sfc', 'Mega Man 2 (USA).sfc', expect.stringContaining('kami')]);
    expect((await names('order_by=last_played&order_dir=desc&last_played=true'))[0]).toBe('Mega Man 10 (USA).sfc');
    await admin.put(`/api/roms/${ids['mega10']}/props?remove_last_played=true`, {});
    expect((await list('last_played=true')).body.total).toBe(1);
  });

  it('makes one sibling the main one', async () => {
    await admin.put(`/api/roms/${ids['zeldaJapan']}/props`, { is_main_sibling: true });
    expect((await list('group_by_meta_id=true')).body.rom_id_index).toContain(ids['zeldaJapan']);
    await admin.put(`/api/roms/${ids['zeldaEurope']}/props`, { is_main_sibling: true });
    const { body } = await admin.get<{ rom_user: { is_main_sibling: boolean } }>(`/api/roms/${ids['zeldaJapan']}`);
    expect(body.rom_user.is_main_sibling).toBe(false);
    expect((await list('group_by_meta_id=true')).body.rom_id_index).toContain(ids['zeldaEurope']);
  });

  it.each([
    [{ rating: 11 }, 'rating'],
    [{ difficulty: -1 }, 'difficulty'],
    [{ completion: 101 }, 'completion'],
    [{ status: 'FINISHED' }, 'status'],
    [{ hidden: 'x' }, 'hidden'],
  ])('%j is refused and changes nothing', async (props, field) => {
    const before = await admin.get(`/api/roms/${ids['1942']}`);
    const answer = await admin.put<{ detail: { loc: string[] }[] }>(`/api/roms/${ids['1942']}/props`, props);
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0]?.loc).toEqual(['body', field]);
    expect((await admin.get<{ rom_user: { id: number } }>(`/api/roms/${ids['1942']}`)).body.rom_user.id).toBe((before.body as { rom_user: { id: number } }).rom_user.id);
  });

  it('cannot be played now and never at once', async () => {
    expect(await admin.put(`/api/roms/${ids['1942']}/props?update_last_played=true&remove_last_played=true`, {})).toMatchObject({
      status: 400, body: { detail: 'update_last_played and remove_last_played are mutually exclusive.' },
    });
  });

  it('belongs to a game that exists', async () => {
    expect(await admin.put('/api/roms/999999/props', { hidden: true })).toMatchObject({ status: 404, body: { detail: "Rom with id '999999' not found" } });
  });
});

describe('a change of the library', () => {
  it('is in the very next answer', async () => {
    await list();
    const [added] = await games.add({ platform: 'nes', fs_name: 'Zzz.nes', regions: ['Atlantis'] });
    const id = added?.id ?? 0;
    const first = (await list()).body;
    expect(first.rom_id_index.at(-2)).toBe(id);
    expect(first).toMatchObject({ total: 9, char_index: { z: 7 } });
    expect(first.filter_values['regions']).toContain('Atlantis');
    await games.update({ id, name: 'Aaa', regions: ['Lemuria'] });
    const second = (await list()).body;
    expect(second.char_index).toMatchObject({ a: 2 });
    expect(second.filter_values['regions']).toContain('Lemuria');
    expect(second.filter_values['regions']).not.toContain('Atlantis');
    await games.remove(id);
    expect((await list()).body).toMatchObject({ total: 8 });
  });
});

describe('single games', () => {
  it.each([
    ['/api/roms/by-hash', 400, 'At least one metadata hash value must be provided'],
    ['/api/roms/by-hash?md5_hash=', 400, 'At least one metadata hash value must be provided'],
    [`/api/roms/by-hash?md5_hash=${'f'.repeat(32)}`, 404, 'No ROM or file found with given hash values'],
    [`/api/roms/by-hash?md5_hash=${'A'.repeat(32)}`, 404, 'No ROM or file found with given hash values'],
    ['/api/roms/by-metadata-provider', 400, 'At least one metadata ID must be provided'],
    ['/api/roms/by-metadata-provider?igdb_id=0', 400, 'At least one metadata ID must be provided'],
    ['/api/roms/by-metadata-provider?igdb_id=424242', 404, 'ROM not found with given metadata IDs'],
    ['/api/roms/424242', 404, "Rom with id '424242' not found"],
    ['/api/roms/424242/simple', 404, "Rom with id '424242' not found"],
    ['/api/roms/424242/files', 404, 'File not found'],
  ])('%s answers %i', async (path, status, detail) => expect(await admin.get(path)).toMatchObject({ status, body: { detail } }));

  it.each(['search_term=a%00b', 'genres=%00', 'genres=a&genres=b%00', 'statuses=%00', 'order_by=%00', 'limit=1000000000', 'offset=-1', 'platform_ids=2147483648', 'collection_id=0'])('%s is refused', async (query) => {
    const { status, body } = await admin.get<{ detail: { loc: string[] }[] }>(`/api/roms?${query}`);
    expect([status, body.detail[0]?.loc.slice(0, 2)]).toEqual([422, ['query', query.slice(0, query.indexOf('='))]]);
  });

  it.each(['/api/roms/by-hash?md5_hash=%00', '/api/roms/by-metadata-provider?flashpoint_id=%00', '/api/roms/2147483648', '/api/roms/2147483648/simple', '/api/roms/2147483648/files', '/api/roms/2147483648/files/content/x'])('%s is refused', async (path) => {
    expect((await admin.get(path)).status).toBe(422);
  });

  it.each(['genres', 'regions', 'statuses', 'player_counts'])('copes with hundreds of %s, grouped or not', { timeout: 20_000 }, async (filter) => {
    const many = Array.from({ length: 900 }, (_, index) => `${filter}=${index}`).join('&');
    for (const rest of ['any', 'all', 'none'].flatMap((logic) => [`${filter}_logic=${logic}`, `${filter}_logic=${logic}&group_by_meta_id=true`])) expect((await list(`${many}&${rest}`)).status, rest).toBe(200);
  });

  it('takes all of several for what it says', async () => {
    expect((await list('genres=Adventure&genres=Action&genres=Adventure&genres_logic=all')).body.rom_id_index).toEqual([ids['zeldaUsa']]);
    expect((await list('genres=Adventure&genres=Nothing&genres_logic=all')).body.total).toBe(0);
    expect((await list('statuses=finished&statuses=retired&statuses_logic=all')).body.total).toBe(0);
  });

  it('understands moments in seconds and in milliseconds', async () => {
    expect((await list(`updated_after=${Date.now() + 60_000}`)).body.total).toBe(0);
    expect((await list(`updated_after=${Date.now() - 3_600_000}`)).body.total).toBe(8);
    expect((await list(`updated_after=${Math.round(Date.now() / 1000) - 3_600}`)).body.total).toBe(8);
  });

  it.each(['/api/roms/abc', '/api/roms/0', '/api/roms/-1', '/api/roms/1.5', '/api/roms/..%2f..%2fetc', '/api/roms/%2fetc%2fpasswd'])('%s is no id', async (path) => {
    expect((await admin.get(path)).status).toBe(422);
  });

  it('are found by hash and by provider', async () => {
    expect(await admin.get(`/api/roms/by-hash?md5_hash=${'a'.repeat(32)}`)).toMatchObject({ body: { id: ids['zeldaUsa'] } });
    expect(await admin.get('/api/roms/by-metadata-provider/?ra_id=77&igdb_id=999')).toMatchObject({ body: { id: ids['okami'] } });
    expect(await admin.get('/api/roms/by-metadata-provider?flashpoint_id=fp-1')).toMatchObject({ body: { id: ids['orange'] } });
  });

  it('are found at random, in a part of the library or not at all', async () => {
    expect([ids['1942'], ids['okami'], ids['orange']]).toContain((await admin.get<{ id: number }>(`/api/roms/random?${await platforms('gba')}`)).body.id);
    expect(await admin.get('/api/roms/random?platform_ids=999999')).toMatchObject({ status: 200, text: 'null' });
  });

  it('list the values of the whole library', async () => {
    expect(await admin.get('/api/roms/filters')).toMatchObject({ status: 200, body: { genres: ['Action', 'Adventure'], player_counts: ['1', '2'] } });
  });

  it('answer with a trailing slash too', async () => {
    expect((await admin.get('/api/roms/')).status).toBe(200);
    expect((await admin.get(`/api/roms/${ids['okami']}/`)).status).toBe(200);
  });
});
