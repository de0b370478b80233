import { decodePacket, element, encodePacket, type Framing, type Node, str } from '@rumpus/eamuse-protocol';
import { zipSync } from 'fflate';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

/** What those who run the network do with players, cards and arcades. */

const PCBID = '01201000000000ABCDEF';
const MODEL = 'M39:J:B:A:2018101500';
const CARDS = ['E004010027A5FC68', 'E004010027A6102C', 'E004010027A60001'] as const;
const FRAMING: Framing = { info: '1-5cfb8b00-a8b3', compressed: true, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

interface Page<T> {
  items: T[];
  total: number;
}
interface Player {
  id: number;
  name: string;
  account: { username: string } | null;
  cards: { card: string }[];
  extids: { series: string; extid: string }[];
}

let app: TestApp;
let admin: ApiClient;
const ids: number[] = [];

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

const players = async (query = ''): Promise<Page<Player>> => (await admin.get<Page<Player>>(`/api/arcade/players?${query}`)).body;
const found = async (q: string): Promise<number[]> => (await players(`q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
  for (const [i, card] of CARDS.entries()) {
    const refid = (await cabinet('cardmng.getrefid', { cardid: card, passwd: '4711' })).attribute('refid') ?? '';
    await cabinet('player24.new', {}, str('ref_id', refid), str('name', ['ＡＮＮ', 'ＢＯＢ', 'ＣＬＡＲＡ'][i] ?? ''));
  }
  ids.push(...(await players()).items.map(({ id }) => id).toReversed());
});
afterAll(() => app.stop());

describe('players and cards', () => {
  it('are listed by page, newest first', async () => {
    const page = await players('limit=2&offset=1');
    expect([page.total, page.items.map(({ name }) => name)]).toEqual([3, ['ＢＯＢ', 'ＡＮＮ']]);
    const cards = await admin.get<Page<{ card: string; player_name: string }>>('/api/arcade/cards?limit=1');
    expect([cards.body.total, cards.body.items]).toMatchObject([3, [{ card: CARDS[0], player_name: 'ＡＮＮ' }]]);
    expect((await admin.get('/api/arcade/players?limit=0')).status).toBe(422);
    for (const path of ['audit?since=99999999999', 'series/pnm/attempts?song=99999999999', 'series/pnm/records?version=99999999999']) expect([path, (await admin.get(`/api/arcade/${path}`)).status]).toEqual([path, 422]);
  });

  it('are found by name, card, card number, player number and account', async () => {
    const [ann] = (await players('q=ann')).items;
    expect(await found('Ann')).toEqual([ids[0]]);
    expect(await found('ｃｌａ')).toEqual([ids[2]]);
    expect(await found(CARDS[1])).toEqual([ids[1]]);
    expect(await found('78B5 92HZ SM9E 6712')).toEqual([ids[1]]);
    expect(await found('27A6')).toEqual([ids[2], ids[1]]);
    expect(await found(ann?.extids[0]?.extid ?? '')).toEqual([ids[0]]);
    expect(await found('100%')).toEqual([]);
    expect((await admin.put(`/api/arcade/players/${ids[0]}/account`, { username: 'nobody' })).status).toBe(404);
    expect((await admin.put(`/api/arcade/players/${ids[0]}/account`, { username: 'admin' })).body).toMatchObject({ account: { username: 'admin' } });
    expect(await found('admin')).toEqual([ids[0]]);
    expect((await admin.put(`/api/arcade/players/${ids[1]}/account`, { username: 'admin' })).status).toBe(409);
  });

  it('get a new PIN, after which the old one is wrong and the refusal is over', async () => {
    const refid = (await cabinet('cardmng.inquire', { cardid: CARDS[0] })).attribute('refid') ?? '';
    const pin = async (pass: string): Promise<string | undefined> => (await cabinet('cardmng.authpass', { refid, pass })).attribute('status');
    for (let i = 0; i < 6; i++) expect(await pin('0000')).toBe('116');
    expect(await pin('4711')).toBe('116');
    expect((await admin.get<{ pin_refused: boolean }>(`/api/arcade/players/${ids[0]}`)).body.pin_refused).toBe(true);
    expect((await admin.put(`/api/arcade/players/${ids[0]}/pin`, { pin: '12345' })).status).toBe(400);
    expect((await admin.put(`/api/arcade/players/${ids[0]}/pin`, { pin: '0815' })).status).toBe(200);
    expect([await pin('4711'), await pin('0815')]).toEqual(['116', '0']);
  });

  it('change hands and numbers', async () => {
    expect((await admin.put(`/api/arcade/cards/${CARDS[1]}/player`, { player: ids[0] })).status).toBe(200);
    expect((await admin.get<Player>(`/api/arcade/players/${ids[0]}`)).body.cards.map(({ card }) => card)).toEqual([CARDS[0], CARDS[1]]);
    expect((await admin.delete(`/api/arcade/cards/${CARDS[1]}`)).status).toBe(200);
    expect((await admin.delete(`/api/arcade/cards/${CARDS[1]}`)).status).toBe(404);
    expect((await cabinet('cardmng.inquire', { cardid: CARDS[1] })).attribute('status')).toBe('112');
    expect((await admin.post(`/api/arcade/players/${ids[1]}/cards`, { card: CARDS[1] })).status).toBe(201);
    expect((await admin.put(`/api/arcade/players/${ids[1]}/extids/pnm`, { extid: '1234-5678' })).body).toEqual({ extid: '1234-5678' });
    expect((await admin.put(`/api/arcade/players/${ids[2]}/extids/pnm`, { extid: '1234-5678' })).status).toBe(409);
    expect((await admin.put<{ extid: string }>(`/api/arcade/players/${ids[2]}/extids/pnm`, {})).body.extid).toMatch(/^\d{4}-\d{4}$/);
    expect((await admin.get('/api/arcade/series/pnm/players/' + ids[1])).body).toMatchObject({ name: 'ＢＯＢ', extid: '1234-5678', profiles: [{ version: 24, name: 'ＢＯＢ' }] });
  });

  it('lose a profile and get it back', async () => {
    const newflag = async (): Promise<string | undefined> => (await cabinet('cardmng.inquire', { cardid: CARDS[2] })).attribute('newflag');
    const deleted = await admin.delete<{ change: number }>(`/api/arcade/players/${ids[2]}/profiles/pnm/24`);
    expect([deleted.status, await newflag()]).toEqual([200, '1']);
    expect((await admin.get('/api/arcade/changes')).body).toMatchObject([{ id: deleted.body.change, kind: 'profile-deletion', undone_at: null, account: { username: 'admin' } }]);
    expect((await admin.post(`/api/arcade/changes/${deleted.body.change}/undo`, {})).body).toEqual({ restored: 1, kept: 0 });
    expect(await newflag()).toBe('0');
    expect((await admin.post(`/api/arcade/changes/${deleted.body.change}/undo`, {})).status).toBe(409);
    expect((await admin.delete(`/api/arcade/players/${ids[2]}/profiles/pnm/23`)).status).toBe(404);
    const actions = (await admin.get<{ data: { action: string } }[]>('/api/arcade/audit?type=admin')).body.map(({ data }) => data.action);
    expect(new Set(actions)).toEqual(new Set(['change undone', 'profile deleted', 'player number', 'card added', 'card removed', 'card moved', 'pin reset', 'account']));
  });
});

describe('an arcade and its owner', () => {
  it('gets owners by name, who see its events and money and nothing of the network', async () => {
    const arcade = (await admin.post<{ id: number }>('/api/arcade/arcades', { name: 'Corner' })).body.id;
    await admin.post('/api/users', { username: 'owner', email: 'owner@example.org', password: 'correct horse', role: 'viewer' });
    const owner = app.client;
    expect((await admin.put(`/api/arcade/arcades/${arcade}/owners`, { usernames: ['owner', 'ghost'] })).status).toBe(404);
    expect((await admin.put(`/api/arcade/arcades/${arcade}/owners`, { usernames: ['owner'] })).body).toMatchObject([{ username: 'owner' }]);
    await owner.login('owner', 'correct horse');
    expect((await owner.get('/api/arcade/arcades')).body).toMatchObject([{ id: arcade }]);
    expect((await owner.post(`/api/arcade/arcades/${arcade}/balances`, { player: ids[0], amount: 500 })).body).toEqual({ balance: 500 });
    expect((await owner.post(`/api/arcade/arcades/${arcade}/balances`, { player: ids[0], amount: -501 })).status).toBe(409);
    expect((await owner.get(`/api/arcade/arcades/${arcade}/balances`)).body).toMatchObject([{ player: ids[0], name: 'ＡＮＮ', balance: 500 }]);
    expect((await owner.get(`/api/arcade/arcades/${arcade}/transactions?player=${ids[0]}`)).body).toMatchObject([{ data: { delta: 500, reason: 'arcade operator adjustment' } }]);
    expect((await owner.get<unknown[]>(`/api/arcade/arcades/${arcade}/events`)).body).toHaveLength(2);
    for (const path of ['players', 'cards', 'changes', 'config', `players/${ids[0]}`]) expect((await owner.get(`/api/arcade/${path}`)).status).toBe(403);
    expect((await owner.put(`/api/arcade/arcades/${arcade}/owners`, { usernames: [] })).status).toBe(403);
    expect((await admin.delete(`/api/arcade/arcades/${arcade}`)).status).toBe(200);
    expect((await owner.get('/api/arcade/arcades')).status).toBe(403);
  });

  it('shows the settings in force without secrets', async () => {
    expect((await admin.get('/api/arcade/config')).body).toMatchObject({ enforce_pcbid: false, series: ['bishi', 'mga', 'museca', 'pnm'], webhooks: [], changed: [] });
  });

  it('changes settings that apply to the next call, and puts them back', async () => {
    const stranger = async (): Promise<number> => {
      const packet = encodePacket(element('call', element('facility').attributes({ method: 'get' })).attributes({ model: MODEL, srcid: '01201000000000FACADE' }), FRAMING);
      return (await fetch(`http://127.0.0.1:${app.ports.arcade}/`, { method: 'POST', headers: packet.headers, body: new Uint8Array(packet.body) })).status;
    };
    const change = (body: object) => admin.patch<{ changed: string[] }>('/api/arcade/config', body);
    expect((await change({ enforce_pcbid: true, region: 13, area: 'Tokyo', address: ' games.example ' })).body).toMatchObject({ enforce_pcbid: true, region: 13, area: 'Tokyo', address: 'games.example', changed: ['address', 'enforce_pcbid', 'region', 'area'] });
    expect(await stranger()).toBe(403);
    const location = (await cabinet('facility.get', {})).child('location');
    expect([location?.stringAt('country'), location?.stringAt('regionname')]).toEqual(['JP', 'Tokyo']);
    for (const [wrong, value] of [['region', 77], ['address', 'http://x'], ['federation_budget_ms', 5], ['network_name', ''], ['port', 1], ['uri', 'nonsense'], ['https', 'yes']] as const) {
      expect((await change({ area: 'Lost', [wrong]: value })).status, wrong).toBe(422);
    }
    expect((await change({ area: '', network_name: 'Ours' })).body).toMatchObject({ area: null, network_name: 'Ours' });
    expect((await change({ enforce_pcbid: null, region: null, area: null, address: null, network_name: null })).body.changed).toEqual([]);
    expect(await stranger()).toBe(200);
    const [entry] = (await admin.get<{ data: unknown }[]>('/api/arcade/audit?type=admin&limit=1')).body;
    expect(entry?.data).toMatchObject({ action: 'network settings', username: 'admin', settings: { region: 'as at the start' } });
    await app.client.login('owner', 'correct horse');
    expect((await app.client.patch('/api/arcade/config', { region: 1 })).status).toBe(403);
  });

  it('names cards, for their players and for those who run the network', async () => {
    expect((await admin.patch(`/api/arcade/cards/${CARDS[0]}`, { name: '  blue\n card ' })).status).toBe(200);
    expect((await admin.get('/api/arcade/me')).body).toMatchObject({ cards: [{ card: CARDS[0], name: 'blue card' }] });
    expect((await admin.patch(`/api/arcade/me/cards/${CARDS[0]}`, { name: 'mine' })).body).toMatchObject({ cards: [{ name: 'mine' }] });
    expect((await admin.patch(`/api/arcade/me/cards/${CARDS[1]}`, { name: 'not mine' })).status).toBe(404);
    expect((await admin.get(`/api/arcade/cards?q=${CARDS[0]}`)).body).toMatchObject({ items: [{ card: CARDS[0], name: 'mine' }] });
    expect((await admin.patch(`/api/arcade/me/cards/${CARDS[0]}`, { name: null })).body).toMatchObject({ cards: [{ name: null }] });
    expect((await admin.patch(`/api/arcade/cards/${CARDS[0]}`, { name: 'x'.repeat(65) })).status).toBe(422);
    expect((await admin.patch('/api/arcade/cards/E004010027A6DEAD', { name: 'x' })).status).toBe(404);
  });
});

describe('imports from the dashboard', () => {
  const file = (content: string): FormData => {
    const form = new FormData();
    form.set('file', new Blob([content]), 'songs.csv');
    return form;
  };

  it('take a song table, after saying what they would do, and give it back', async () => {
    const csv = 'series,version,song,chart,name,difficulty\npnm,24,987,2,Song,30\n';
    const songs = async (): Promise<unknown[]> => (await admin.get<unknown[]>('/api/arcade/series/pnm/songs')).body;
    expect((await admin.post('/api/arcade/imports/file?dry_run=true', file(csv))).body).toEqual({ counts: { songs: { added: 1, changed: 0, kept: 0 } }, notes: [], dry_run: true, change: null });
    expect(await songs()).toEqual([]);
    const taken = await admin.post<{ change: number }>('/api/arcade/imports/file', file(csv));
    expect(taken.body).toMatchObject({ counts: { songs: { added: 1 } }, dry_run: false });
    expect(await songs()).toHaveLength(1);
    expect((await admin.get('/api/arcade/changes?kind=import')).body).toMatchObject([{ id: taken.body.change, title: 'songs.csv', account: { username: 'admin' }, undone_at: null }]);
    expect((await admin.post(`/api/arcade/changes/${taken.body.change}/undo`, {})).body).toEqual({ restored: 1, kept: 0 });
    expect(await songs()).toEqual([]);
    expect((await admin.post('/api/arcade/imports/file', file('nonsense'))).status).toBe(400);
    expect((await admin.post('/api/arcade/imports/file', new FormData())).status).toBe(400);
  });

  it('take the zipped folder of another server in, and forget it when told to', async () => {
    const zip = zipSync({ 'savedata/core.db': Buffer.from('{"__s":"profile","__refid":"A1","pin":"1234","_id":"1"}\n') });
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(zip)]), 'savedata.zip');
    const sent = await admin.post<{ name: string }>('/api/arcade/imports/folders', form);
    expect([sent.status, sent.body]).toMatchObject([201, { uploaded: true }]);
    expect((await admin.post('/api/arcade/imports/folders', file('no archive'))).status).toBe(400);
    const started = await admin.post<{ job: string }>('/api/arcade/imports', { kind: 'asphyxia', folder: sent.body.name, dry_run: true });
    await expect.poll(async () => (await admin.get('/api/arcade/imports')).body, { timeout: 20_000 }).toMatchObject([{ job: started.body.job, kind: 'asphyxia', dry_run: true, state: 'completed', result: { counts: { players: { added: 1 } } } }]);
    expect((await admin.delete(`/api/arcade/imports/${started.body.job}`)).status).toBe(409);
    expect((await admin.delete(`/api/arcade/imports/folders/${sent.body.name}`)).status).toBe(200);
    expect((await admin.delete('/api/arcade/imports/folders/upload-nothing')).status).toBe(404);
    expect((await admin.get('/api/arcade/imports/folders')).body).toEqual([]);
  });

  it('take another server over in the background, and give it back', async () => {
    const folder = join(app.dataDir, 'imports', 'old');
    await mkdir(folder, { recursive: true });
    const lines = [{ __s: 'profile', __refid: 'A1', pin: '1234', _id: '1' }, { __s: 'card', __refid: 'A1', cid: 'E004010027A6BEEF', _id: '2' }];
    await writeFile(join(folder, 'core.db'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await admin.get('/api/arcade/imports/folders')).body).toEqual([{ name: 'old', uploaded: false }]);
    expect((await admin.post('/api/arcade/imports', { kind: 'asphyxia', folder: '../imports/old' })).status).toBe(404);
    expect((await admin.delete('/api/arcade/imports/folders/old')).status).toBe(404);
    const started = await admin.post<{ job: string }>('/api/arcade/imports', { kind: 'asphyxia', folder: 'old' });
    expect(started.status).toBe(202);
    const state = async () => (await admin.get<{ state: string; result: { change: number } | null }>(`/api/arcade/imports/${started.body.job}`)).body;
    await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('completed');
    const { result } = await state();
    expect(result).toMatchObject({ counts: { players: { added: 1 }, cards: { added: 1 } }, dry_run: false });
    expect(await found('E004010027A6BEEF')).toHaveLength(1);
    expect((await admin.post(`/api/arcade/changes/${result?.change ?? 0}/undo`, {})).body).toMatchObject({ kept: 0 });
    expect(await found('E004010027A6BEEF')).toEqual([]);
    expect((await admin.get('/api/arcade/imports/nothing')).status).toBe(404);
  });
});
