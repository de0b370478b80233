import { element, s32, str } from '@rumpus/eamuse-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { Cabinet, CARD, MODELS } from '../testing/cabinet.js';
import { TestArcade } from '../testing/test-arcade.js';

/** Every core call is answered for every series we serve (core spec 3, 4, 6, 7). */

const CALLS = [
  'services.get', 'pcbtracker.alive', 'pcbevent.put', 'message.get', 'facility.get', 'package.list', 'dlstatus.progress', 'eventlog.write', 'posevent.income.sales.sale', 'netlog.send', 'apsmanager.getstat',
  'pkglist.get', 'tax.get_phase', 'cardmng.inquire', 'cardmng.getrefid', 'cardmng.authpass', 'cardmng.bindmodel', 'cardmng.getkeepspan', 'cardmng.getdatalist',
  'eacoin.checkin', 'eacoin.consume', 'eacoin.checkout', 'eacoin.opcheckin', 'eacoin.opcheckout', 'eacoin.opchpass', 'eacoin.getlog',
];
const REFUSED: Readonly<Record<string, string>> = { 'cardmng.inquire': '112', 'cardmng.getrefid': '110', 'cardmng.authpass': '116' };

let arcade: TestArcade;
afterEach(() => arcade.stop());

describe('every core call', () => {
  it.each(Object.entries(MODELS))('is answered to %s, however little it says', async (_, model) => {
    arcade = await TestArcade.start();
    const cabinet = new Cabinet(arcade, model);
    for (const name of CALLS) {
      const [module = '', ...method] = name.split('.');
      const answer = await arcade.send(element('call', element(module).setAttribute('method', method.join('.'))).attributes({ model, srcid: cabinet.pcbid }));
      const [node] = answer.root?.children ?? [];
      expect([name, answer.status, node?.name, node?.attribute('status')]).toEqual([name, 200, module, name.startsWith('eacoin') ? '110' : (REFUSED[name] ?? '0')]);
    }
    expect(arcade.crashes).toEqual([]);
  });
});

describe('a call nobody knows', () => {
  const ask = (cabinet: Cabinet) => cabinet.raw('surprise.party', {}, str('data', 'x'));

  it('is a 404 with an entry in the audit', async () => {
    arcade = await TestArcade.start();
    expect((await ask(new Cabinet(arcade))).status).toBe(404);
    expect(await arcade.data.audit.list({ type: 'unhandled_packet' })).toHaveLength(1);
  });

  it('is answered with nothing where the operator explores, and counted and kept all the same', async () => {
    arcade = await TestArcade.start({ config: { stubUnknown: true } });
    const { status, root } = await ask(new Cabinet(arcade));
    expect([status, root?.children[0]?.name, root?.children[0]?.attribute('status')]).toEqual([200, 'surprise', '0']);
    expect((await arcade.data.audit.list({ type: 'unhandled_packet' }))[0]?.doc.str('request')).toContain('surprise');
    expect(arcade.counter.list()).toMatchObject([{ module: 'surprise', handled: 0, unhandled: 1 }]);
  });
});

describe('bad input', () => {
  it('is a profile save for a refid of another game: refused, and nothing of either game changes', async () => {
    arcade = await TestArcade.start();
    const popn = new Cabinet(arcade, MODELS.usaneko);
    const museca = new Cabinet(arcade, MODELS.museca);
    const refid = await popn.register(CARD);
    const musecaRefid = (await museca.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
    await popn.call('player24.new', {}, str('ref_id', refid), str('name', 'ＭＩＮＥ'));
    const before = await arcade.data.sql.all('SELECT user_id, game, version, data FROM arcade_profiles');
    const save = async (cabinet: Cabinet, name: string, key: string, value: string): Promise<number> => (await cabinet.raw(name, {}, str(key, value), str('name', 'ＹＯＵＲＳ'), s32('total_play_cnt', 5))).status;
    for (const [cabinet, name, key] of [[popn, 'player24.write', 'ref_id'], [museca, 'game_3.save', 'refid'], [new Cabinet(arcade, MODELS.lapistoria), 'player22.write', 'ref_id']] as const) {
      for (const wrong of [cabinet === popn ? musecaRefid : refid, 'FFFFFFFFFFFFFFFF', '']) expect(await save(cabinet, name, key, wrong)).toBe(200);
    }
    expect(await arcade.data.sql.all('SELECT user_id, game, version, data FROM arcade_profiles')).toEqual(before);
    expect(await arcade.data.sql.all('SELECT data FROM arcade_player_settings')).toEqual([]);
    expect(arcade.crashes).toEqual([]);
  });

  it('is a PIN that is wrong ten times: 116 each time, and no other player suffers', async () => {
    arcade = await TestArcade.start();
    const cabinet = new Cabinet(arcade);
    const refid = await cabinet.register(CARD, '1234');
    const other = await cabinet.register('E004010027A6102C', '5678');
    const pin = async (id: string, pass: string): Promise<string | undefined> => (await cabinet.call('cardmng.authpass', { refid: id, pass })).attribute('status');
    for (let i = 0; i < 10; i++) expect(await pin(refid, '0000')).toBe('116');
    expect([await pin(refid, '1234'), await pin(other, '5678')]).toEqual(['116', '0']);
  });
});
