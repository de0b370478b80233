import { element, encodePacket } from '@rumpus/eamuse-protocol';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Cabinet, CARD, MODELS, PCBID } from '../testing/cabinet.js';
import { BINARY, TestArcade } from '../testing/test-arcade.js';

let arcade: TestArcade;
beforeEach(async () => (arcade = await TestArcade.start()));
afterEach(() => arcade.stop());

const boot = () => element('call', element('message').setAttribute('method', 'get')).attributes({ model: MODELS.usaneko, srcid: PCBID });

/** Sends bytes as they are and collects what comes back until `until` says it is enough. */
async function rawExchange(requests: readonly Buffer[], until: (text: string) => boolean): Promise<string> {
  const socket: Socket = connect(Number(new URL(arcade.url).port), '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  const done = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (until(text)) resolve();
    });
    socket.on('close', () => resolve());
  });
  for (const request of requests) socket.write(request);
  await done;
  socket.destroy();
  return text;
}

function httpRequest(headers: Record<string, string>, body: Buffer): Buffer {
  const lines = ['POST /core//x?model=y HTTP/1.1', 'Host: test', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), `Content-Length: ${body.length}`, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), body]);
}

describe('the HTTP surface', () => {
  it('mirrors encryption, compression, container and text encoding', async () => {
    for (const framing of [BINARY, { ...BINARY, info: '1-5cfb8b00-a8b3', compressed: true }, { ...BINARY, encodingByte: 0x20 }, { ...BINARY, container: 'xml' as const }, { ...BINARY, encoding: 'utf-8' as const, encodingByte: 0xa0, container: 'binary-raw' as const }]) {
      expect((await arcade.send(boot(), framing)).root?.children[0]?.attribute('expire')).toBe('600');
    }
    const packet = encodePacket(boot(), { ...BINARY, encodingByte: 0x20 });
    expect((await arcade.post(packet.body)).body[2]).toBe(0x20);
  });

  it('spells its headers as old clients need them, with a length, on a connection that stays', async () => {
    const packet = encodePacket(boot(), { ...BINARY, info: '1-5cfb8b00-a8b3', compressed: true });
    const request = httpRequest({ 'x-compress': 'lz77', 'X-EAMUSE-INFO': '1-5cfb8b00-a8b3', 'Content-Type': 'application/x-www-form-urlencoded' }, packet.body);
    const text = await rawExchange([request, request], (all) => all.split('HTTP/1.1 200 OK').length === 3);
    expect(text).toContain('X-Compress: lz77\r\n');
    expect(text).toContain('X-Eamuse-Info: 1-5cfb8b00-a8b3\r\n');
    expect(text).toMatch(/Content-Length: \d+\r\n/);
    expect(text).not.toContain('chunked');
  });

  it('answers every path, and browsers', async () => {
    expect((await fetch(`${arcade.url}//a//b?c`)).status).toBe(200);
    expect(await (await fetch(arcade.url)).text()).toBe('Services OK.');
    expect((await arcade.post(encodePacket(boot(), BINARY).body, {}, '/DE8/2013/x/y')).status).toBe(200);
  });

  it('sends browsers on when it is told where to', async () => {
    await arcade.stop();
    arcade = await TestArcade.start({ config: { redirect: 'https://example.org/' } });
    const answer = await fetch(arcade.url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'https://example.org/']);
  });

  it('answers what is no packet with an empty 400, in clear', async () => {
    for (const body of ['', 'hello', '\xa0\x42', '<call']) {
      const answer = await arcade.post(Buffer.from(body, 'latin1'), { 'X-Eamuse-Info': '1-5cfb8b00-a8b3' });
      expect([answer.status, answer.body.length, answer.headers.get('x-eamuse-info')]).toEqual([400, 0, null]);
    }
    expect((await arcade.post(encodePacket(boot(), BINARY).body, { 'X-Compress': 'gzip' })).status).toBe(400);
  });

  it('turns scanners away without an entry', async () => {
    const answer = await arcade.post(Buffer.from('<?xml version="1.0"?><methodCall><a/></methodCall>'));
    expect([answer.status, answer.body.toString()]).toEqual([500, 'Unrecognized packet!']);
    expect(await arcade.data.audit.list()).toEqual([]);
  });

  it('says so when it has no answer, in plain text', async () => {
    const answer = await arcade.post(encodePacket(element('ping'), BINARY).body);
    expect([answer.status, answer.body.toString()]).toEqual([404, 'No response generated']);
  });

  it('refuses 100 MiB at once by its length, and without a length as soon as it is too much', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: test\r\n';
    const declared = await rawExchange([Buffer.from(`${head}Content-Length: 104857600\r\n\r\n`)], (text) => text.includes('\r\n\r\n'));
    expect(declared).toContain('HTTP/1.1 413');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1 << 20), Buffer.from('\r\n')]);
    const streamed = await rawExchange([Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`), chunk, chunk, chunk], (text) => text.includes('\r\n\r\n'));
    expect(streamed).toContain('HTTP/1.1 413');
  });

  it('lives through text in the wrong encoding', async () => {
    const cabinet = new Cabinet(arcade);
    const refid = await cabinet.register(CARD);
    const packet = encodePacket(
      element('call', element('player24', element('ref_id')).attributes({ method: 'new' })).attributes({ model: MODELS.usaneko, srcid: PCBID }), BINARY);
    expect((await arcade.post(packet.body)).status).toBe(200);
    const xml = Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="shift-jis"?><call model="${MODELS.usaneko}" srcid="${PCBID}"><player24 method="new"><ref_id __type="str">${refid}</ref_id><name __type="str">`),
      Buffer.from([0x81, 0xff, 0xfd, 0x81]), Buffer.from('</name></player24></call>'),
    ]);
    expect((await arcade.post(xml)).status).toBe(200);
    expect((await arcade.post(Buffer.concat([xml.subarray(0, 30), xml]))).status).toBe(400);
  });
});

describe('the traffic inspector', () => {
  it('keeps nothing until it is on, and then no PIN', async () => {
    const cabinet = new Cabinet(arcade);
    await cabinet.register(CARD, '4711');
    expect(arcade.traffic.list()).toEqual([]);
    arcade.traffic.enabled = true;
    await cabinet.call('cardmng.getrefid', { cardid: CARD, passwd: '4711' });
    const [exchange] = arcade.traffic.list();
    expect(exchange?.request.child('cardmng')?.attribute('passwd')).toBe('****');
    expect(exchange?.response?.child('cardmng')?.attribute('status')).toBe('110');
  });
});
