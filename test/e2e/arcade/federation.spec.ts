import { decodePacket, element, encodePacket, type Framing, type Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const MODEL = 'M39:J:B:A:2018101500';
const CARD = 'E004010027A5FC68';
const FRAMING: Framing = { info: undefined, compressed: false, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };
const SONGS = 'series,version,song,chart,name,difficulty,category\npnm,24,987,2,Song,30,24\npnm,24,988,1,Other,20,24\n';

interface Network {
  app: TestApp;
  admin: ApiClient;
  token: string;
  refid: string;
}

const networks: Network[] = [];

async function cabinet(app: TestApp, name: string, attributes: Record<string, string>, ...children: Node[]): Promise<Node> {
  const [module = '', method = ''] = name.split('.');
  const call = element('call', element(module, ...children).attributes({ method, ...attributes })).attributes({ model: MODEL, srcid: '01201000000000ABCDEF' });
  const packet = encodePacket(call, FRAMING);
  const answer = await fetch(`http://127.0.0.1:${app.ports.arcade}/`, { method: 'POST', headers: packet.headers, body: new Uint8Array(packet.body) });
  const node = decodePacket(Buffer.from(await answer.arrayBuffer()), {}).root.children[0];
  if (node === undefined) throw new Error('no answer');
  return node;
}

const play = ({ app, refid }: Network, song: number, chart: number, points: number, medal: number): Promise<Node> =>
  cabinet(app, 'player24.write_music', {}, str('ref_id', refid), s16('music_num', song), u8('sheet_num', chart), u8('clear_type', medal), s32('score', points), s16('combo', medal));

async function start(): Promise<Network> {
  const app = await startApp();
  const admin = await app.claim();
  const file = join(app.dataDir, 'songs.csv');
  await writeFile(file, SONGS);
  const env = { PATH: process.env['PATH'] ?? '', HOME: app.dataDir, DATA_DIR: app.dataDir, DATABASE_URL: app.database.url, MODULES: 'arcade' };
  await promisify(execFile)(process.execPath, ['apps/server/dist/cli.js', 'arcade', 'import', file], { env });
  const refid = (await cabinet(app, 'cardmng.getrefid', { cardid: CARD, passwd: '4711' })).attribute('refid') ?? '';
  await cabinet(app, 'player24.new', {}, str('ref_id', refid), str('name', 'ＴＥＳＴ'));
  const token = (await admin.post<{ token: string }>('/api/arcade/federation/clients', { name: 'friend' })).body.token;
  return { app, admin, token, refid };
}

beforeAll(async () => {
  networks.push(await start(), await start());
});
afterAll(() => Promise.all(networks.map(({ app }) => app.stop())));

/** GET with a JSON body, which `fetch` refuses to send. */
function bemapi(url: string, token: string | undefined, body: unknown, method = 'GET'): Promise<{ status: number; type: string; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const sent = request(url, { method, headers: { 'Content-Length': Buffer.byteLength(text), ...(token === undefined ? {} : { Authorization: `token ${token}` }) } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> }));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

describe('the federation API', () => {
  const base = (): string => `${networks[0]?.app.url ?? ''}/bemapi`;
  const token = (): string => networks[0]?.token ?? '';

  it('knows its callers before anything else', async () => {
    for (const wrong of [undefined, 'nonsense']) expect(await bemapi(`${base()}/v9/nothing`, wrong, {})).toMatchObject({ status: 401, body: { error: 'Unauthorized client!' } });
  });

  it('tells who it is, in JSON that is never kept', async () => {
    const answer = await bemapi(`${base()}/`, token(), {});
    expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8', body: { versions: ['v1'], name: 'e-AMUSEMENT Network' } });
  });

  it('refuses in the words of the specification', async () => {
    const lookup = { type: 'card', ids: [CARD], objects: ['records'] };
    const cases: [string, unknown, number][] = [
      ['/v2/popnmusic/24', lookup, 501], ['/v1/popnmusic/99', lookup, 404], ['/v1/beatstream/1', lookup, 404], ['/v1/popnmusic', lookup, 405], ['/v1/popnmusic/24', { ...lookup, objects: [] }, 405],
      ['/v1/popnmusic/24', { ...lookup, ids: [] }, 405], ['/v1/popnmusic/24', { ...lookup, objects: ['catalog'] }, 405], ['/v1/popnmusic/24', { ...lookup, surprise: 1 }, 500], ['/', { a: 1 }, 500],
    ];
    for (const [path, body, status] of cases) expect([path, (await bemapi(base() + path, token(), body)).status]).toEqual([path, status]);
    expect((await bemapi(`${base()}/v1/popnmusic/24`, token(), lookup, 'DELETE')).status).toBe(405);
  });

  it('answers records, profile, statistics and catalog', async () => {
    const [first] = networks;
    if (first === undefined) throw new Error('no network');
    await play(first, 987, 2, 90_000, 5);
    const { body } = await bemapi(`${base()}/v1/popnmusic/24`, token(), { type: 'card', ids: [CARD], objects: ['records', 'profile', 'statistics'] }, 'POST');
    expect(body['records']).toMatchObject([{ cards: [CARD], song: '987', chart: '2', points: 90_000, status: 'cc', combo: 5 }]);
    expect(body['profile']).toMatchObject([{ cards: [CARD], name: 'ＴＥＳＴ', match: 'exact', character: -1 }]);
    expect(body['statistics']).toEqual([{ cards: [CARD], song: '987', chart: '2', plays: 1, clears: 1, combos: 0 }]);
    expect((await bemapi(`${base()}/v1/popnmusic/24`, token(), { type: 'server', ids: [], objects: ['records'], since: -5, until: 99_999_999_999 })).body['records']).toHaveLength(1);
    const catalog = await bemapi(`${base()}/v1/popnmusic/24`, token(), { type: 'server', ids: [], objects: ['catalog'] });
    expect(catalog.body['catalog']).toEqual({ songs: [{ song: '987', chart: '2', title: 'Song', artist: '', genre: '', difficulty: 30, category: '24' }, { song: '988', chart: '1', title: 'Other', artist: '', genre: '', difficulty: 20, category: '24' }] });
    const unknown = await bemapi(`${base()}/v1/popnmusic/24`, token(), { type: 'card', ids: ['E004000000000000'], objects: ['records', 'profile'] });
    expect(unknown.body).toEqual({ records: [], profile: [] });
  });
});

describe('two networks', () => {
  const scores = async (network: Network): Promise<unknown[]> =>
    (await cabinet(network.app, 'player24.read_score', {}, str('ref_id', network.refid))).children.map((music) => [music.intAt('music_num'), music.intAt('score'), music.intAt('clear_type'), music.intAt('cnt')]);

  it('show a player what he did on both, and never more than what is their own to others', async () => {
    const [first, second] = networks;
    if (first === undefined || second === undefined) throw new Error('no networks');
    await play(second, 987, 2, 80_000, 8);
    await play(second, 988, 1, 70_000, 2);
    for (const [network, other] of [[first, second], [second, first]] as const) {
      const added = await network.admin.post<{ id: number }>('/api/arcade/federation/servers', { uri: `${other.app.url}/bemapi/`, token: other.token });
      expect(added.status).toBe(201);
      expect((await network.admin.post(`/api/arcade/federation/servers/${added.body.id}/probe`)).body).toMatchObject({ state: 'ok', name: 'e-AMUSEMENT Network' });
    }
    const both = [[987, 90_000, 8, 2], [988, 70_000, 2, 1]];
    expect(await scores(first)).toEqual(both);
    expect(await scores(second)).toEqual(both);
    const told = await bemapi(`${first.app.url}/bemapi/v1/popnmusic/24`, first.token, { type: 'card', ids: [CARD], objects: ['records'] });
    expect(told.body['records']).toHaveLength(1);
  });

  it('let a player have a rival on the other one', async () => {
    const [first, second] = networks;
    if (first === undefined || second === undefined) throw new Error('no networks');
    const away = 'E004010027A6102C';
    const refid = (await cabinet(second.app, 'cardmng.getrefid', { cardid: away, passwd: '4711' })).attribute('refid') ?? '';
    await cabinet(second.app, 'player24.conversion', {}, str('ref_id', refid), str('name', 'ＡＷＡＹ'), s16('chara', 77));
    await play({ ...second, refid }, 987, 2, 60_000, 5);
    expect((await first.admin.post('/api/arcade/me/claim', { card_number: 'S6E523E30ZK7ML1P', pin: '4711' })).status).toBe(200);
    const rivals = '/api/arcade/series/pnm/versions/24';
    expect((await first.admin.get(`${rivals}/search?term=away`)).body).toEqual([]);
    const found = (await first.admin.get<{ player: number; extid: string }[]>(`${rivals}/search?term=away&remote=true`)).body;
    expect(found).toMatchObject([{ name: 'ＡＷＡＹ', remote: true, versions: [24] }]);
    expect((await first.admin.get(`${rivals}/search?term=${found[0]?.extid ?? ''}&remote=true`)).body).toMatchObject([{ player: found[0]?.player }]);
    expect((await first.admin.put(`${rivals}/rivals/${found[0]?.player ?? 0}`)).status).toBe(200);
    expect((await first.admin.get(`${rivals}/rivals`)).body).toMatchObject([{ name: 'ＡＷＡＹ', remote: true }]);

    const profile = await cabinet(first.app, 'player24.read', {}, str('ref_id', first.refid));
    expect(profile.intAt('account/active_fr_num')).toBe(1);
    const friend = await cabinet(first.app, 'player24.friend', {}, str('ref_id', first.refid), s16('no', 0));
    expect([friend.stringAt('friend/name'), friend.intAt('friend/chara_num')]).toEqual(['ＡＷＡＹ', 77]);
    expect(friend.child('friend')?.childrenNamed('music').map((music) => [music.attribute('music_num'), music.attribute('score')])).toEqual([['987', '60000']]);

    const told = await bemapi(`${first.app.url}/bemapi/v1/popnmusic/24`, first.token, { type: 'server', ids: [], objects: ['profile'] });
    expect(told.body['profile']).toHaveLength(1);
    expect((await first.admin.get<{ total: number }>('/api/arcade/players')).body.total).toBe(1);
  });

  it('give each other their songs', async () => {
    const [first, second] = networks;
    if (first === undefined || second === undefined) throw new Error('no networks');
    const [server] = (await second.admin.get<{ id: number }[]>('/api/arcade/federation/servers')).body;
    const file = join(first.app.dataDir, 'more.csv');
    await writeFile(file, 'series,version,song,chart,name,difficulty\npnm,25,1001,3,New,44\n');
    const env = { PATH: process.env['PATH'] ?? '', HOME: first.app.dataDir, DATA_DIR: first.app.dataDir, DATABASE_URL: first.app.database.url, MODULES: 'arcade' };
    await promisify(execFile)(process.execPath, ['apps/server/dist/cli.js', 'arcade', 'import', file], { env });
    expect((await second.admin.post(`/api/arcade/federation/servers/${server?.id ?? 0}/songs`, { series: 'pnm', version: 25 })).body).toMatchObject({ counts: { songs: { added: 4, changed: 0, kept: 0 } }, dry_run: false });
    const songs = (await second.admin.get<{ song: number; name: string; difficulties: unknown }[]>('/api/arcade/series/pnm/songs')).body;
    expect(songs.find(({ song }) => song === 1001)).toMatchObject({ name: 'New', difficulties: { 0: 0, 1: 0, 2: 0, 3: 44 } });
    expect((await second.admin.post(`/api/arcade/federation/servers/${server?.id ?? 0}/songs`, { series: 'bishi', version: 1 })).status).toBe(404);
  });

  it('keep no cabinet waiting for a peer that says nothing', async () => {
    const [first] = networks;
    if (first === undefined) throw new Error('no network');
    const silent: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      await first.admin.post('/api/arcade/federation/servers', { uri: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, token: 'x' });
      const start = performance.now();
      expect(await scores(first)).toHaveLength(2);
      expect(performance.now() - start).toBeLessThan(4000);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });
});
