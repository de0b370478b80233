import { describe, expect, it } from 'vitest';
import { decodeServerPacket, encodeAcknowledgement, encodeCommand, encodeLogin } from './frame.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('client datagrams (arma-servers spec §5.7)', () => {
  it.each([
    ['#1 login', encodeLogin('changeme'), '424527493c04ff006368616e67656d65'],
    ['#2 login, empty password', encodeLogin(''), '42458deffdd2ff00'],
    ['#5 keep-alive', encodeCommand(0, ''), '4245bedcc258ff0100'],
    ['#7 players', encodeCommand(0, 'players'), '4245f93794aeff0100706c6179657273'],
    ['#8 players seq 1', encodeCommand(1, 'players'), '424567373e62ff0101706c6179657273'],
    ['#9 #shutdown', encodeCommand(5, '#shutdown'), '4245431c9721ff01052373687574646f776e'],
    ['#10 say', encodeCommand(255, 'say -1 Hello'), '424578137a7bff01ff736179202d312048656c6c6f'],
    ['#11 kick', encodeCommand(2, 'kick 3 AFK'), '424587b72b88ff01026b69636b20332041464b'],
    ['#12 bans', encodeCommand(9, 'bans'), '4245aadc5e23ff010962616e73'],
    [
      '#13 addBan',
      encodeCommand(10, 'addBan 0123456789abcdef0123456789abcdef 60 test'),
      '424586c124b0ff010a61646442616e2030313233343536373839616263646566303132333435363738396162636465662036302074657374',
    ],
    ['#18 acknowledgement 0', encodeAcknowledgement(0), '42457d8fef73ff0200'],
    ['#19 acknowledgement 255', encodeAcknowledgement(255), '4245f060ed5eff02ff'],
    ['#22 say in Cyrillic', encodeCommand(11, 'say -1 Перезапуск'), '42456177265fff010b736179202d3120d09fd0b5d180d0b5d0b7d0b0d0bfd183d181d0ba'],
  ])('%s', (_, datagram, expected) => {
    expect(datagram.toString('hex')).toBe(expected);
  });
});

describe('server datagrams (arma-servers spec §5.7)', () => {
  it.each([
    ['#3 accepted', '424569ddde36ff0001', { kind: 'login', accepted: true }],
    ['#4 refused', '4245ffedd941ff0000', { kind: 'login', accepted: false }],
    ['#6 keep-alive answer', '4245bedcc258ff0100', { kind: 'reply', sequence: 0, body: '' }],
    ['#14 reply', '42450b1b3a05ff0103312e323430', { kind: 'reply', sequence: 3, body: '1.240' }],
    ['#15 part 0', '4245ad295477ff010700020048656c6c6f20', { kind: 'part', sequence: 7, total: 2, index: 0, body: 'Hello ' }],
    ['#16 part 1', '424531468a4aff0107000201776f726c6421', { kind: 'part', sequence: 7, total: 2, index: 1, body: 'world!' }],
    [
      '#17 message',
      '424587b6fd0dff020052436f6e2061646d696e20233020283132372e302e302e313a353030303029206c6f6767656420696e',
      { kind: 'message', sequence: 0, body: 'RCon admin #0 (127.0.0.1:50000) logged in' },
    ],
    [
      '#20 message with an accent',
      '42450f2cfdf6ff0201506c61796572202333205a6fc3ab20283139382e35312e3130302e373a323330342920636f6e6e6563746564',
      { kind: 'message', sequence: 1, body: 'Player #3 Zoë (198.51.100.7:2304) connected' },
    ],
    ['#21 disallowed', '4245faf75256ff0104446973616c6c6f77656420636f6d6d616e64', { kind: 'reply', sequence: 4, body: 'Disallowed command' }],
  ])('%s', (_, datagram, expected) => {
    const packet = decodeServerPacket(hex(datagram));
    expect(packet && 'body' in packet ? { ...packet, body: packet.body.toString() } : packet).toEqual(expected);
  });
});

describe('datagrams that must be dropped', () => {
  const sealed = (content: string): Buffer => encodeRaw(hex(content));
  it.each([
    ['a bit of the sum flipped', hex('4245f83794aeff0100706c6179657273')],
    ['a part whose index equals its total', sealed('ff010700020248656c6c6f20')],
    ['a part of none', sealed('ff0107000000')],
    ['a part header cut short', sealed('ff01070002')],
    ['a login cut to 7 bytes', hex('424527493c04ff006368616e67656d65').subarray(0, 7)],
    ['a login answer with one byte more', sealed('ff000100')],
    ['a login answer that is neither yes nor no', sealed('ff0002')],
    ['another magic', hex('424427493c04ff006368616e67656d65')],
    ['an unknown type', sealed('ff0300')],
    ['a message without a number', sealed('ff02')],
    ['nothing', Buffer.alloc(0)],
  ])('%s', (_, datagram) => {
    expect(decodeServerPacket(datagram)).toBeUndefined();
  });
});

function encodeRaw(content: Buffer): Buffer {
  const head = Buffer.from([0x42, 0x45, 0, 0, 0, 0]);
  head.writeUInt32LE(checksum(content), 2);
  return Buffer.concat([head, content]);
}

/** A bitwise CRC32, so that the sums of these vectors do not come from the code under test. */
function checksum(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
