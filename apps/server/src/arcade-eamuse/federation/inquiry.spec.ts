import { str } from '@rumpus/eamuse-protocol';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnswerCache } from '../core/answer-cache.js';
import { Cabinet, CARD, MODELS } from '../testing/cabinet.js';
import { TestArcade } from '../testing/test-arcade.js';
import { MergedNetworks } from './inquiry.js';
import { Peers } from './peers.js';

/** Games and a peer that is a small HTTP server: what it says, and what it keeps to itself. */

const AWAY = 'E004010027A6FFFF';
const SEAL = { seal: (plain: string) => plain, open: (sealed: string) => sealed };
const NOTHING = { cards: [], song: '1', chart: '0', points: 1, timestamp: 1 };
const RECORD = { cards: [AWAY], song: '7', chart: '1', points: 990_000, timestamp: 1_700_000_000, updated: 1_700_000_001, rank: 'superb', status: 'cleared', combo: 9, buttonrate: 1, longrate: 1, volrate: 1 };

interface Asked {
  path: string;
  body: { type: string; ids: string[]; objects: string[] };
}

let arcade: TestArcade;
let peers: Peers;
let peer: Server;
let asked: Asked[];
/** What the peer answers; undefined: it keeps silent. */
let say: (question: Asked) => unknown;

beforeEach(async () => {
  asked = [];
  say = () => ({});
  peer = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const question = { path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'] };
      asked.push(question);
      const answer = say(question);
      if (answer !== undefined) response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  arcade = await TestArcade.start({
    others: (data) => {
      peers = new Peers(data, SEAL);
      return new MergedNetworks(peers, data, new AnswerCache(false), () => 1500);
    },
  });
  const uri = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/`;
  await arcade.data.sql.insert('arcade_api_servers', { created_at: 1, uri, token: 'x', use_statistics: true, use_scores: true });
  await arcade.data.sql.insert('arcade_music', { music_id: 1, game: 'museca', version: 2, song_id: 7, chart: 1, name: 'Song', artist: '', genre: '', data: '{}' });
});
afterEach(async () => {
  await arcade.stop();
  await peers.close();
  peer.closeAllConnections();
  peer.close();
});

const hiscore = () => new Cabinet(arcade, MODELS.museca).call('game_3.hiscore', {}, str('locid', 'US-1'));

describe('other networks in a game', () => {
  it('hold records under their players\' names, and add their clears to the rates', async () => {
    say = ({ body }) => {
      if (body.type === 'card') return { profile: [{ cards: [AWAY], name: 'AWAY', match: 'exact' }] };
      return body.objects.includes('statistics') ? { statistics: [{ cards: [], song: '7', chart: '1', plays: 4, clears: 3, combos: -1 }, { song: 'x' }] } : { records: [RECORD, NOTHING, { nonsense: true }, { ...RECORD, song: '8' }] };
    };
    const answer = await hiscore();
    expect(answer.child('hiscore_allover')?.children.map((info) => [info.intAt('id'), info.intAt('type'), info.stringAt('name'), info.intAt('score')])).toEqual([[7, 1, 'AWAY', 990_000]]);
    expect(answer.child('clear_rate')?.children.map((rate) => rate.intAt('cr'))).toEqual([7500]);
    expect(asked.map(({ path }) => path)).toEqual(['/v1/museca/1p', '/v1/museca/1p', '/v1/museca/1p']);
    expect(asked.find(({ body }) => body.type === 'card')?.body.ids).toEqual([AWAY]);
    expect(await arcade.data.sql.all('SELECT id FROM arcade_users')).toEqual([]);
  });

  it('are asked for nothing an admin switched off', async () => {
    await arcade.data.sql.run('UPDATE arcade_api_servers SET use_statistics = ?, use_scores = ?', [false, false]);
    expect((await hiscore()).child('hiscore_allover')?.children).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('delay a call by one budget at most, however many questions it has', async () => {
    say = () => undefined;
    const inquiry = new MergedNetworks(peers, arcade.data, new AnswerCache(false), () => 1500).inquiry(300);
    const series = arcade.registry.series('museca');
    if (series === undefined) throw new Error('no series');
    const start = performance.now();
    for (let i = 0; i < 5; i++) expect([await inquiry.records(series, 2, [], i), await inquiry.clearCounts(series, 2, i), await inquiry.everybody(series, 2, i)]).toEqual([[], [], []]);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(asked.length).toBeLessThan(3);
  });

  it('break nothing with nonsense', async () => {
    for (const nonsense of [null, [], { records: 'x', statistics: {}, profile: 3 }, { records: [null, 1, { ...RECORD, points: 'many' }], statistics: [{ song: 7, chart: 1, plays: -1, clears: -1, combos: -1 }] }]) {
      say = () => nonsense;
      const answer = await hiscore();
      expect([answer.child('hiscore_allover')?.children, answer.child('clear_rate')?.children]).toEqual([[], []]);
    }
  });

  it('know a player only as long as his network does', async () => {
    say = ({ body }) => ({ profile: body.ids[0] === AWAY ? [{ cards: [AWAY], name: 'AWAY', match: 'partial' }] : [] });
    const series = arcade.registry.series('museca');
    if (series === undefined) throw new Error('no series');
    const away = await arcade.data.players.remote(AWAY, 1);
    const local = await new Cabinet(arcade, MODELS.museca).register(CARD);
    expect(local).not.toBe('');
    const profiles = await new MergedNetworks(peers, arcade.data, new AnswerCache(false), () => 1500).inquiry().profiles(series, 2, [away, away + 1, 999]);
    expect([...profiles.values()].map(({ userId, version, doc }) => [userId, version, doc.str('name')])).toEqual([[away, 0, 'AWAY']]);
  });
});
