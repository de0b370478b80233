import { decodePacket, element, encodePacket, type Framing, type Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const PCBID = '01201000000000ABCDEF';
const MODEL = 'M39:J:B:A:2018101500';
const CARD = 'E004010027A5FC68';
const CARD_NUMBER = 'S6E5 23E3 0ZK7 ML1P';
const FRAMING: Framing = { info: '1-5cfb8b00-a8b3', compressed: true, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

let app: TestApp;
let admin: ApiClient;

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
});
afterAll(() => app.stop());

/** Calls as a cabinet does, on the arcade's own port. */
async function cabinet(name: string, attributes: Record<string, string>, ...children: Node[]): Promise<Node> {
  const [module = '', method = ''] = name.split('.');
  const call = element('call', element(module, ...children).attributes({ method, ...attributes })).attributes({ model: MODEL, srcid: PCBID });
  const packet = encodePacket(call, FRAMING);
  const answer = await fetch(`http://127.0.0.1:${app.ports.arcade}/`, { method: 'POST', headers: packet.headers, body: new Uint8Array(packet.body) });
  const { root } = decodePacket(Buffer.from(await answer.arrayBuffer()), { info: answer.headers.get('x-eamuse-info') ?? undefined, compress: answer.headers.get('x-compress') ?? undefined });
  const [node] = root.children;
  if (node === undefined) throw new Error('no answer');
  return node;
}

/** `npm run cli -- arcade import`, beside the running server. */
async function importFile(name: string, content: string): Promise<void> {
  const file = join(app.dataDir, name);
  await writeFile(file, content);
  const env = { PATH: process.env['PATH'] ?? '', HOME: app.dataDir, DATA_DIR: app.dataDir, DATABASE_URL: app.database.url, MODULES: 'arcade' };
  await promisify(execFile)(process.execPath, ['apps/server/dist/cli.js', 'arcade', 'import', file], { env });
}

describe('an evening at the arcade', () => {
  let refid = '';

  it('starts with a card nobody knows, and a new player', async () => {
    expect((await cabinet('cardmng.inquire', { cardid: CARD })).attribute('status')).toBe('112');
    refid = (await cabinet('cardmng.getrefid', { cardid: CARD, passwd: '4711' })).attribute('refid') ?? '';
    expect((await cabinet('player24.new', {}, str('ref_id', refid), str('name', 'ＴＥＳＴ'))).stringAt('account/name')).toBe('ＴＥＳＴ');
  });

  it('lets an account claim the card by its printed number and PIN, once', async () => {
    expect((await admin.get('/api/arcade/me')).status).toBe(404);
    expect((await admin.post('/api/arcade/me/claim', { card_number: CARD_NUMBER, pin: '0000' })).status).toBe(403);
    expect((await admin.post('/api/arcade/me/claim', { card_number: 'S6E5 23E3 0ZK7 ML1Q', pin: '4711' })).status).toBe(400);
    const claimed = await admin.post<{ profiles: unknown[]; cards: unknown[] }>('/api/arcade/me/claim', { card_number: CARD_NUMBER, pin: '4711' });
    expect(claimed.status).toBe(200);
    expect(claimed.body.cards).toEqual([{ card: CARD, number: CARD_NUMBER.replaceAll(' ', ''), name: null }]);
    expect(claimed.body.profiles).toMatchObject([{ series: 'pnm', version: 24, name: 'ＴＥＳＴ' }]);
    expect((await admin.post('/api/arcade/me/claim', { card_number: CARD_NUMBER, pin: '4711' })).status).toBe(409);
  });

  it('shows a new name on the cabinet, and refuses one the game cannot show', async () => {
    expect((await admin.put('/api/arcade/series/pnm/versions/24/name', { name: '漢字' })).status).toBe(400);
    expect((await admin.put('/api/arcade/series/pnm/versions/24/name', { name: 'Hero1' })).body).toEqual({ name: 'Ｈｅｒｏ１' });
    expect((await cabinet('player24.read', {}, str('ref_id', refid))).stringAt('account/name')).toBe('Ｈｅｒｏ１');
  });

  it('obeys the operator\'s settings at once', async () => {
    const phase = async (): Promise<number | undefined> => (await cabinet('info24.common', {})).child('phase')?.intAt('phase');
    expect(await phase()).toBe(0);
    expect((await admin.patch('/api/arcade/settings/pnm/24', { music_phase: 99 })).status).toBe(400);
    expect((await admin.patch('/api/arcade/settings/pnm/24', { nonsense: true })).status).toBe(400);
    expect((await admin.patch('/api/arcade/settings/pnm/24', { music_phase: 5 })).status).toBe(200);
    expect(await phase()).toBe(5);
  });

  it('gives a machine an arcade with PASELI, and the player money to spend', async () => {
    const arcade = (await admin.post<{ id: number }>('/api/arcade/arcades', { name: 'Corner', region: 13, paseli_enabled: true })).body;
    const [machine] = (await admin.get<{ id: number; pcbid: string }[]>('/api/arcade/machines')).body;
    expect(machine?.pcbid).toBe(PCBID);
    expect((await admin.patch(`/api/arcade/machines/${machine?.id ?? 0}`, { arcade_id: arcade.id })).status).toBe(200);
    expect((await admin.post(`/api/arcade/arcades/${arcade.id}/balances`, { card: CARD_NUMBER, amount: 500 })).body).toEqual({ balance: 500 });
    expect((await admin.post(`/api/arcade/arcades/${arcade.id}/balances`, { card: CARD_NUMBER, amount: -501 })).status).toBe(409);
    const session = (await cabinet('eacoin.checkin', {}, str('cardid', CARD), str('passwd', '4711'))).stringAt('sessid') ?? '';
    expect((await cabinet('eacoin.consume', {}, str('sessid', session), s32('payment', 120))).intAt('balance')).toBe(380);
    const transactions = (await admin.get<{ data: { delta: number } }[]>(`/api/arcade/arcades/${arcade.id}/transactions`)).body;
    expect(transactions.map(({ data }) => data.delta)).toEqual([-120, 500]);
    expect((await cabinet('facility.get', {})).stringAt('location/region')).toBe('JP-13');
  });

  it('shows scores on the web', async () => {
    await importFile('songs.csv', 'series,version,song,chart,name,difficulty,category\npnm,24,987,2,"Song, the",30,20\npnm,10024,987,2,Song of a fan,31,20\n');
    await cabinet('player24.write_music', {}, str('ref_id', refid), s16('music_num', 987), u8('sheet_num', 2), u8('clear_type', 8), s32('score', 98_765), s16('combo', 77));
    const [record] = (await admin.get<Record<string, unknown>[]>('/api/arcade/series/pnm/records?version=24')).body;
    expect(record).toMatchObject({ song_name: 'Song, the', chart_name: 'Hyper', points: 98_765, player_name: 'Ｈｅｒｏ１', details: { status: '○ FULL COMBO', combo: 77 } });
    expect((await admin.get('/api/arcade/series/pnm/songs')).body).toMatchObject([{ name: 'Song, the', difficulties: { 2: 30 }, versions: [24, 10_024], category: 20 }]);
    expect((await admin.get<{ series: string; categories: unknown }[]>('/api/arcade/series')).body.find(({ series }) => series === 'pnm')?.categories).toMatchObject({ 0: 'CS and Licenses', 20: "Pop'n Music fantasia" });
    expect((await admin.get<unknown[]>('/api/arcade/series/pnm/songs/987/scores')).body).toHaveLength(1);
    expect((await admin.get<unknown[]>('/api/arcade/series/pnm/attempts')).body).toHaveLength(1);
  });

  it('lets the admin look into the traffic, without PINs, and ask again', async () => {
    await admin.put('/api/arcade/traffic', { enabled: true });
    await cabinet('cardmng.authpass', { refid, pass: '4711' });
    const [exchange] = (await admin.get<{ exchanges: { id: number; call: string; pcbid: string }[] }>('/api/arcade/traffic')).body.exchanges;
    expect(exchange).toMatchObject({ call: 'cardmng.authpass', pcbid: PCBID });
    const detail = (await admin.get<{ request: string; response: string }>(`/api/arcade/traffic/${exchange?.id ?? 0}`)).body;
    expect(detail.request).not.toContain('4711');
    expect(detail.response).toContain('status="0"');
    expect((await admin.post<{ outcome: string }>(`/api/arcade/traffic/${exchange?.id ?? 0}/replay`)).body.outcome).toBe('answer');
  });

  it('tells who plays what right now', async () => {
    const overview = (await admin.get<{ network: boolean; playing: unknown[]; entrance: unknown }>('/api/arcade/overview')).body;
    expect(overview).toMatchObject({ network: true, arcades: [], playing: [{ series: 'pnm', version: 24, machines: 1 }], entrance: { port: app.ports.arcade, prefix: '/eamuse', enforce_pcbid: false } });
    const activity = (await admin.get<{ machines: { pcbid: string; calls: number }[]; minutes: { calls: number }[] }>('/api/arcade/activity')).body;
    expect(activity.machines).toMatchObject([{ pcbid: PCBID, model: MODEL, failed: 0 }]);
    expect(activity.minutes.reduce((sum, { calls }) => sum + calls, 0)).toBe(activity.machines[0]?.calls);
  });

  it('is nobody\'s business who is not signed in, and no player runs the network', async () => {
    for (const path of ['/api/arcade/me', '/api/arcade/series', '/api/arcade/overview', '/api/arcade/activity', '/api/arcade/machines', '/api/arcade/traffic', '/api/arcade/audit']) expect((await app.client.get(path)).status).toBe(401);
  });
});
