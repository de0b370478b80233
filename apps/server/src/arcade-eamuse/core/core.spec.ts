import { element, s32, str } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importSnapshot } from '../import/snapshot.js';
import { DAY, dateText } from '../store/times.js';
import { CARD, Cabinet, MODELS, OTHER_CARD, PCBID } from '../testing/cabinet.js';
import { TestArcade } from '../testing/test-arcade.js';

let arcade: TestArcade;
let now = 1_795_172_274;

const withArcade = (data: object): Promise<unknown> =>
  importSnapshot(arcade.data, arcade.pins, { arcade: { name: 'A', pin: '12345678', pref: 13, area: 'Tokyo', data }, machine: { pcbid: PCBID, name: 'Cab', port: 12_000 } });
/** The import makes the only arcade, which is number one. */
const ARCADE_ID = 1;

beforeEach(async () => {
  now = 1_795_172_274;
  arcade = await TestArcade.start({ now: () => now });
});
afterEach(() => arcade.stop());

describe('cards', () => {
  it('are unknown until they are registered, then known with the same ids', async () => {
    const cabinet = new Cabinet(arcade);
    expect((await cabinet.call('cardmng.inquire', { cardid: CARD })).attribute('status')).toBe('112');
    const refid = await cabinet.register(CARD);
    const known = await cabinet.call('cardmng.inquire', { cardid: CARD.toLowerCase() });
    expect(known.attribute('status')).toBe('0');
    expect(known.attribute('refid')).toBe(refid);
    expect(known.attribute('newflag')).toBe('1');
    expect(known.attribute('binded')).toBe('0');
  });

  it('of 15 digits, or with a PIN that is none, are refused and leave nothing', async () => {
    const cabinet = new Cabinet(arcade);
    const bad: Record<string, string>[] = [{ cardid: CARD.slice(1), passwd: '1234' }, { cardid: CARD, passwd: '12345' }, { cardid: CARD, passwd: 'abcd' }, { cardid: CARD }];
    for (const attributes of bad) {
      expect((await cabinet.call('cardmng.getrefid', attributes)).attribute('status')).toBe('110');
    }
    expect(await arcade.data.sql.all('SELECT id FROM arcade_users')).toEqual([]);
  });

  it('that have an owner keep their PIN', async () => {
    const cabinet = new Cabinet(arcade);
    const refid = await cabinet.register(CARD, '1234');
    expect((await cabinet.call('cardmng.getrefid', { cardid: CARD, passwd: '9999' })).attribute('status')).toBe('110');
    expect((await cabinet.call('cardmng.authpass', { refid, pass: '9999' })).attribute('status')).toBe('116');
    expect((await cabinet.call('cardmng.authpass', { refid, pass: '1234' })).attribute('status')).toBe('0');
    expect(await arcade.data.sql.all('SELECT id FROM arcade_users')).toHaveLength(1);
  });

  it('refuse even the right PIN for some minutes after five wrong ones', async () => {
    const cabinet = new Cabinet(arcade);
    const refid = await cabinet.register(CARD, '1234');
    for (let i = 0; i < 10; i++) expect((await cabinet.call('cardmng.authpass', { refid, pass: '0000' })).attribute('status')).toBe('116');
    expect((await cabinet.call('cardmng.authpass', { refid, pass: '1234' })).attribute('status')).toBe('116');
    now += 301;
    expect((await cabinet.call('cardmng.authpass', { refid, pass: '1234' })).attribute('status')).toBe('0');
  });

  it('keep their PIN out of the database in clear', async () => {
    await new Cabinet(arcade).register(CARD, '4711');
    const [row] = await arcade.data.sql.all('SELECT pin FROM arcade_users');
    expect(String(row?.['pin'])).not.toContain('4711');
  });

  it('have one refid per version and one number per series', async () => {
    const refids = [await new Cabinet(arcade).register(CARD)];
    for (const model of [MODELS.lapistoria, MODELS.bishi]) refids.push((await new Cabinet(arcade, model).call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '');
    expect(new Set(refids).size).toBe(3);
    const user = await arcade.data.players.byCard(CARD);
    expect(await arcade.data.players.extid('pnm', user ?? 0)).not.toBe(await arcade.data.players.extid('bishi', user ?? 0));
  });

  it('registered by a hundred cabinets at once make one player', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => new Cabinet(arcade).call('cardmng.getrefid', { cardid: CARD, passwd: '1234' })));
    expect(answers.filter((answer) => answer.attribute('status') === '0')).toHaveLength(1);
    expect(await arcade.data.sql.all('SELECT id FROM arcade_users')).toHaveLength(1);
  });
});

describe('PASELI', () => {
  it('answers 110 to everything where it is off', async () => {
    const cabinet = new Cabinet(arcade);
    await cabinet.register(CARD);
    expect((await cabinet.checkin(CARD)).attribute('status')).toBe('110');
    expect((await cabinet.call('pcbtracker.alive')).attribute('ecenable')).toBe('0');
  });

  it('without end shows its constant and stores nothing', async () => {
    await withArcade({ paseli_enabled: true, paseli_infinite: true });
    const cabinet = new Cabinet(arcade);
    await cabinet.register(CARD);
    const session = (await cabinet.checkin(CARD)).stringAt('sessid') ?? '';
    const paid = await cabinet.call('eacoin.consume', {}, str('sessid', session), s32('payment', 100), s32('service', 0));
    expect([paid.intAt('acstatus'), paid.intAt('balance')]).toEqual([0, 57_200]);
    expect(await arcade.data.audit.list({ type: 'paseli_transaction' })).toEqual([]);
  });

  describe('with balances', () => {
    let cabinet: Cabinet;
    let user = 0;
    beforeEach(async () => {
      await withArcade({ paseli_enabled: true });
      cabinet = new Cabinet(arcade);
      await cabinet.register(CARD);
      user = (await arcade.data.players.byCard(CARD)) ?? 0;
      await arcade.data.balances.adjust(user, ARCADE_ID, 1000);
    });
    const consume = (session: string, payment: number) => cabinet.call('eacoin.consume', {}, str('sessid', session), s32('payment', payment), str('detail', '/eacoin/x'));
    const session = async (): Promise<string> => (await cabinet.checkin(CARD)).stringAt('sessid') ?? '';

    it('refuses negative payments, too much, and strangers', async () => {
      const id = await session();
      expect((await consume(id, -500)).intAt('acstatus')).toBe(1);
      expect((await consume(id, 1001)).intAt('acstatus')).toBe(1);
      expect((await consume('0'.repeat(32), 100)).intAt('acstatus')).toBe(2);
      expect(await arcade.data.balances.of(user, ARCADE_ID)).toBe(1000);
    });

    it('is spent once by cabinets that spend at the same time', async () => {
      const id = await session();
      const answers = await Promise.all(Array.from({ length: 25 }, () => consume(id, 100)));
      expect(answers.filter((answer) => answer.intAt('acstatus') === 0)).toHaveLength(10);
      expect(await arcade.data.balances.of(user, ARCADE_ID)).toBe(0);
      expect(await arcade.data.audit.list({ type: 'paseli_transaction' })).toHaveLength(10);
    });

    it('ends with its session', async () => {
      const id = await session();
      await cabinet.call('eacoin.checkout', {}, str('sessid', id));
      expect((await consume(id, 100)).intAt('acstatus')).toBe(2);
      const other = await session();
      now += 2 * 3600;
      expect((await consume(other, 100)).intAt('acstatus')).toBe(2);
    });

    it('keeps a log by day, hour and month', async () => {
      await consume(await session(), 300);
      now += DAY;
      const id = await session();
      await consume(id, 120);
      const log = (type: string) => cabinet.call('eacoin.getlog', {}, str('sessid', id), str('logtype', type), str('target', PCBID));
      const week = await log('last7days');
      expect(week.stringAt('last7days/topic/sumdate')).toBe(dateText(now));
      expect(week.intAt('last7days/topic/today')).toBe(120);
      expect(week.intsAt('last7days/summary/items')).toEqual([300, 0, 0, 0, 0, 0, 0]);
      expect((await log('eachhour')).intsAt('eachhour/summary/items')?.reduce((a, b) => a + b, 0)).toBe(420);
      expect((await log('lastmonths')).child('lastmonths/summary')?.children).toHaveLength(2);
      const items = (await log('detail')).child('detail/history')?.children ?? [];
      expect(items.map((item) => item.intAt('consume'))).toEqual([120, 300]);
      expect(items[0]?.stringAt('cardno')).toBe(' S6E523E30ZK7ML1P');
    });

    it('lets the operator in with the arcade\'s PIN, and change it to eight digits only', async () => {
      expect((await cabinet.call('eacoin.opcheckin', {}, str('passwd', '00000000'))).attribute('status')).toBe('116');
      expect((await cabinet.call('eacoin.opchpass', {}, str('passwd', '12345678'), str('newpasswd', '1234'))).attribute('status')).toBe('110');
      expect((await cabinet.call('eacoin.opchpass', {}, str('passwd', '12345678'), str('newpasswd', '87654321'))).attribute('status')).toBe('0');
      expect((await cabinet.call('eacoin.opcheckin', {}, str('passwd', '87654321'))).stringAt('sessid')).toMatch(/^[0-9A-F]{32}$/);
    });
  });
});

describe('booting', () => {
  it('tells a machine of an arcade its place, and hides the web page where that is asked', async () => {
    await withArcade({ mask_services_url: true });
    const facility = await new Cabinet(arcade).call('facility.get');
    expect(facility.stringAt('location/id')).toMatch(/^JP-\d+$/);
    expect(facility.stringAt('location/region')).toBe('JP-13');
    expect(facility.stringAt('location/regionname')).toBe('Tokyo');
    expect(facility.intAt('portfw/globalport')).toBe(12_000);
    expect(facility.stringAt('share/url/eagate')).toBe('http://eagate.573.jp');
  });

  it('answers for regions the reference could not spell', async () => {
    await importSnapshot(arcade.data, arcade.pins, { arcade: { name: 'M', pref: 55 }, machine: { pcbid: PCBID } });
    expect((await new Cabinet(arcade).call('facility.get')).stringAt('location/country')).toBe('MO');
  });

  it('gives new services to the games that need them', async () => {
    const names = (await new Cabinet(arcade).call('services.get')).children.map((item) => item.attribute('name'));
    expect(names.slice(-4)).toEqual(['local2', 'lobby2', 'ntp', 'keepalive']);
  });

  it('keeps reported events, and puts absurd times right', async () => {
    const item = (time: number) => element('item', str('name', 'boot'), s32('value', 1), s32('time', time));
    await new Cabinet(arcade).call('pcbevent.put', {}, item(now - 5), item(17));
    expect((await arcade.data.audit.list({ type: 'pcbevent' })).map(({ time }) => time)).toEqual([now, now - 5]);
  });

  it('answers each of several calls in one packet', async () => {
    const sale = (method: string) => element('posevent').setAttribute('method', method);
    const { root } = await arcade.send(element('call', sale('income'), sale('sales'), sale('sale')).attributes({ model: MODELS.usaneko, srcid: PCBID }));
    expect(root?.children.map((child) => `${child.name}=${child.attribute('status')}`)).toEqual(['posevent=0', 'posevent=0', 'posevent=0']);
  });
});

describe('who may call', () => {
  it('is everybody while PCBIDs are not enforced; new machines get ports of their own', async () => {
    await new Cabinet(arcade).call('services.get');
    await new Cabinet(arcade, MODELS.bishi, OTHER_CARD).call('services.get');
    expect((await arcade.data.machines.all()).map(({ port }) => port)).toEqual([10_000, 10_001]);
  });

  it('is nobody with a PCBID that is none', async () => {
    for (const pcbid of ['', 'XYZ', 'A'.repeat(21)]) expect((await new Cabinet(arcade, MODELS.bishi, pcbid).raw('services.get')).status).toBe(403);
    expect(await arcade.data.machines.all()).toEqual([]);
  });

  it('is who is known, and plays what he is pinned to, when they are enforced', async () => {
    await arcade.stop();
    arcade = await TestArcade.start({ now: () => now, config: { enforcePcbid: true } });
    expect((await new Cabinet(arcade).raw('services.get')).status).toBe(403);
    await arcade.data.machines.ensure(PCBID);
    expect((await new Cabinet(arcade).raw('services.get')).status).toBe(200);
    await arcade.data.sql.run("UPDATE arcade_machines SET game = 'pnm', pinned_version = -24");
    expect((await new Cabinet(arcade).raw('services.get')).status).toBe(200);
    expect((await new Cabinet(arcade, 'M39:J:B:A:2020092800').raw('services.get')).status).toBe(403);
    expect((await new Cabinet(arcade, MODELS.bishi).raw('services.get')).status).toBe(403);
    expect((await arcade.data.audit.list({ type: 'unauthorized_pcbid' })).map(({ doc }) => doc.str('pcbid'))).toEqual([PCBID, PCBID, PCBID]);
  });

  it('is a game we serve, with a call we know', async () => {
    for (const [model, call] of [['XXX:J:A:A:2018101500', 'services.get'], ['M39:J:B:A:2014062000', 'services.get'], ['nonsense', 'services.get'], [MODELS.usaneko, 'player24.nothing']] as const) {
      expect((await new Cabinet(arcade, model).raw(call)).status).toBe(404);
    }
    expect(await arcade.data.audit.list({ type: 'unhandled_packet' })).toHaveLength(4);
    expect(arcade.counter.list().find(({ method }) => method === 'nothing')).toMatchObject({ handled: 0, unhandled: 1 });
  });

  it('leaves no PIN in the audit', async () => {
    await new Cabinet(arcade, 'XXX:J:A:A:1').raw('cardmng.getrefid', { cardid: CARD, passwd: '4711' }, str('passwd', '4711'));
    const [event] = await arcade.data.audit.list();
    expect(event?.doc.str('request')).toContain('****');
    expect(event?.doc.str('request')).not.toContain('4711');
  });
});
