import { decodePacket, element, encodePacket, type Framing, Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

/** What a broken or hostile cabinet sends to the real listener: answered as specified, nothing lost, and the next cabinet is served. */

const PCBIDS = ['01201000000000ABCDEF', '01201000000000ABCDF0'] as const;
const POPN = 'M39:J:B:A:2018101500';
const MUSECA = 'PIX:J:A:A:2017042600';
const CARD = 'E004010027A5FC68';
const PLAIN: Framing = { info: undefined, compressed: false, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

interface Answer {
  status: number;
  node: Node | undefined;
}

let app: TestApp;
let admin: ApiClient;
let refid: string;

async function post(body: Uint8Array): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${app.ports.arcade}/`, { method: 'POST', body: new Uint8Array(body) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, node: answer.status === 200 ? decodePacket(bytes, {}).root.children[0] : undefined };
}

function packet(name: string, attributes: Record<string, string>, children: Node[], from: { model?: string; pcbid?: string } = {}): Buffer {
  const [module = '', method = ''] = name.split('.');
  return encodePacket(element('call', element(module, ...children).attributes({ method, ...attributes })).attributes({ model: from.model ?? POPN, srcid: from.pcbid ?? PCBIDS[0] }), PLAIN).body;
}
const call = (name: string, attributes: Record<string, string> = {}, children: Node[] = [], from: { model?: string; pcbid?: string } = {}): Promise<Answer> => post(packet(name, attributes, children, from));
const status = async (...args: Parameters<typeof call>): Promise<string | undefined> => (await call(...args)).node?.attribute('status');

beforeAll(async () => {
  app = await startApp();
  admin = await app.claim();
  refid = (await call('cardmng.getrefid', { cardid: CARD, passwd: '4711' })).node?.attribute('refid') ?? '';
  await call('player24.new', {}, [str('ref_id', refid), str('name', 'ＴＥＳＴ')]);
});
afterAll(() => app.stop());

describe('bad input', () => {
  it('names a model, a method or a machine nobody knows', async () => {
    for (const model of ['ZZZ:J:A:A:2020010100', 'M39', 'M39:J:B:A:soon', '']) expect([model, (await call('services.get', {}, [], { model })).status]).toEqual([model, 404]);
    expect((await call('cardmng.dance')).status).toBe(404);
    for (const pcbid of ['', 'XYZ', '0'.repeat(21), '01201000000000ABCDEG']) expect([pcbid, (await call('services.get', {}, [], { pcbid })).status]).toEqual([pcbid, 403]);
    expect((await call('services.get')).status).toBe(200);
  });

  it('is a card of 15 digits, or none at all', async () => {
    for (const cardid of ['E004010027A5FC6', `${CARD}0`, 'G004010027A5FC68', '']) {
      expect([cardid, await status('cardmng.inquire', { cardid }), await status('cardmng.getrefid', { cardid, passwd: '1234' })]).toEqual([cardid, '112', '110']);
    }
    expect((await admin.get<{ total: number }>('/api/arcade/cards')).body.total).toBe(1);
  });

  it('is another game\'s refid', async () => {
    expect((await call('game_3.save', {}, [str('refid', refid), s32('gamecoin_packet', 99)], { model: MUSECA })).status).toBe(200);
    expect((await call('player24.write_music', {}, [str('ref_id', 'F'.repeat(16)), s16('music_num', 1), u8('sheet_num', 0), u8('clear_type', 5), s32('score', 1)])).status).toBe(200);
    expect((await admin.get<{ items: { games: unknown[] }[] }>('/api/arcade/players')).body.items).toMatchObject([{ games: [{ series: 'pnm', version: 24, name: 'ＴＥＳＴ' }] }]);
  });

  it('is text in the wrong encoding', async () => {
    const xml = (bytes: number[]): Buffer => Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="shift-jis"?><call model="${POPN}" srcid="${PCBIDS[0]}"><player24 method="write"><ref_id __type="str">${refid}</ref_id><name __type="str">`),
      Buffer.from(bytes), Buffer.from('</name></player24></call>'),
    ]);
    for (const bytes of [[0x81, 0xff, 0xfd, 0x81], [0xff, 0xfe, 0x00, 0x41], [0xed, 0xa0, 0x80]]) expect([200, 400]).toContain((await post(xml(bytes))).status);
    expect((await call('player24.read', {}, [str('ref_id', refid)])).node?.intAt('result')).toBe(0);
  });

  it('is PASELI below nothing, and one coin spent twice at once', async () => {
    const arcade = (await admin.post<{ id: number }>('/api/arcade/arcades', { name: 'Corner', paseli_enabled: true })).body.id;
    const machines = (await admin.get<{ id: number; pcbid: string }[]>('/api/arcade/machines')).body;
    await call('services.get', {}, [], { pcbid: PCBIDS[1] });
    for (const { id, pcbid } of [...machines, ...(await admin.get<{ id: number; pcbid: string }[]>('/api/arcade/machines')).body]) {
      if (PCBIDS.some((own) => own === pcbid)) await admin.patch(`/api/arcade/machines/${id}`, { arcade_id: arcade });
    }
    await admin.post(`/api/arcade/arcades/${arcade}/balances`, { card: CARD, amount: 100 });
    const session = async (pcbid: string): Promise<string> => (await call('eacoin.checkin', {}, [str('cardid', CARD), str('passwd', '4711')], { pcbid })).node?.stringAt('sessid') ?? '';
    const sessions = [await session(PCBIDS[0]), await session(PCBIDS[1])];
    const pay = async (at: number, payment: number): Promise<number | undefined> => (await call('eacoin.consume', {}, [str('sessid', sessions[at] ?? ''), s32('payment', payment), s32('service', 0)], { pcbid: PCBIDS[at] ?? '' })).node?.intAt('acstatus');
    expect([await pay(0, -50), await pay(0, 101)]).toEqual([1, 1]);
    const paid = await Promise.all(Array.from({ length: 20 }, (_, i) => pay(i % 2, 100)));
    expect(paid.filter((acstatus) => acstatus === 0)).toHaveLength(1);
    expect((await admin.get(`/api/arcade/arcades/${arcade}/balances`)).body).toMatchObject([{ balance: 0 }]);
    expect((await admin.get<unknown[]>(`/api/arcade/arcades/${arcade}/transactions`)).body).toHaveLength(2);
  });

  it('is a PIN that is wrong ten times', async () => {
    for (let i = 0; i < 10; i++) expect(await status('cardmng.authpass', { refid, pass: '0000' })).toBe('116');
    expect(await status('cardmng.authpass', { refid, pass: '4711' })).toBe('116');
  });

  it('is a body of 100 MiB, with its length and without', async () => {
    const send = (chunked: boolean): Promise<number | string> => new Promise((resolve) => {
      const size = 100 << 20;
      const sent = request({ port: app.ports.arcade, host: '127.0.0.1', method: 'POST', headers: chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': size } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
        sent.destroy();
      });
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
      const block = Buffer.alloc(1 << 20, 0xa0);
      let left = size;
      const more = (): void => {
        while (left > 0) {
          left -= block.length;
          if (!sent.write(block)) return void sent.once('drain', more);
        }
        sent.end();
      };
      more();
    });
    // Whoever still writes when the connection is closed may hear of that before he reads the answer.
    for (const chunked of [false, true]) expect([413, 'EPIPE', 'ECONNRESET']).toContain(await send(chunked));
    expect((await call('services.get')).status).toBe(200);
  });
});
