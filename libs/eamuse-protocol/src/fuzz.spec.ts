import { describe, expect, it } from 'vitest';

import { compress, decodePacket, encodeBinary, encodeXml, ProtocolError, deriveKey, rc4InPlace } from './index.js';
import { RandomTree, randomSource } from './testing/random-tree.js';

const MESSAGES = 100_000;
const SLOWEST_MS = 50;
const INFO = '1-5cfb8b00-a8b3';

interface Message {
  body: Buffer;
  info?: string;
  compress?: string;
}

const corpus = Array.from({ length: 200 }, (_, seed) => {
  const tree = new RandomTree(randomSource(seed + 1)).tree();
  return seed % 4 === 3 ? encodeXml(tree, 'shift-jis') : encodeBinary(tree, { encodingByte: seed % 2 === 0 ? 0x80 : 0xa0, names: seed % 8 === 1 ? 'raw' : 'packed' });
});

/** Flips bits, cuts, or writes a lie over four bytes that may be a length. */
function damage(original: Buffer, random: RandomTree): Buffer {
  const body = Buffer.from(original);
  const how = body.length < 4 ? 0 : random.int(4);
  if (how === 0) return body.subarray(0, random.int(body.length));
  const at = random.int(body.length);
  if (how === 1) body[at] = (body[at] ?? 0) ^ (1 << random.int(8));
  else if (how === 2) body.writeUInt32BE(random.int(2) === 0 ? 0xffff_ffff - random.int(16) : random.int(2 ** 24), Math.min(at & ~3, body.length - 4));
  else for (let i = random.int(16); i >= 0; i--) body[random.int(body.length)] = random.int(256);
  return body;
}

function messageOf(random: RandomTree): Message {
  const body = damage(corpus[random.int(corpus.length)] ?? Buffer.alloc(8), random);
  switch (random.int(6)) {
    case 0: return { body: compress(body), compress: 'lz77' };
    case 1: return { body: damage(compress(body), random), compress: 'lz77' };
    case 2: return { body: rc4InPlace(deriveKey(INFO), body), info: INFO };
    case 3: return { body, compress: 'lz77' };
    default: return { body };
  }
}

/** CPU milliseconds of this process: a machine that is busy with other things does not make us slow. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Reads it, and says how much time of the CPU that took; anything but a tree or a ProtocolError fails the test. */
function feed(message: Message): number {
  const start = cpuMs();
  try {
    decodePacket(message.body, message);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return cpuMs() - start;
}

describe('damaged messages', () => {
  it('give a tree or a ProtocolError, quickly, 100,000 times, and leave no memory behind', () => {
    const random = new RandomTree(randomSource(42));
    let slow = 0;
    for (let i = 0; i < 5000; i++) feed(messageOf(random));
    const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    for (let i = 0; i < MESSAGES; i++) {
      const message = messageOf(random);
      // Collecting garbage may cost once; the same message being slow twice is our fault.
      if (feed(message) > SLOWEST_MS && feed(message) > SLOWEST_MS) slow++;
    }
    const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    expect(slow).toBe(0);
    expect(after - before).toBeLessThan(64 << 20);
  }, 300_000);
});

describe('messages built to do harm', () => {
  const refused = (body: Buffer, headers: { info?: string; compress?: string } = {}): string => {
    try {
      decodePacket(body, headers);
    } catch (error) {
      if (error instanceof ProtocolError) return error.code;
      throw error;
    }
    return 'accepted';
  };

  it('refuses an LZ77 bomb before it unpacks', () => {
    // One literal, then references of 18 bytes to the byte before, for a megabyte: 8.4 MiB and more.
    const group = Buffer.from([0x00, ...Array.from({ length: 8 }, () => [0x00, 0x1f]).flat()]);
    const bomb = Buffer.concat(Array.from({ length: Math.floor((1 << 20) / group.length) }, () => group));
    const start = cpuMs();
    expect(refused(bomb, { compress: 'lz77' })).toBe('limit');
    expect(cpuMs() - start).toBeLessThan(SLOWEST_MS);
  });

  it('refuses a body above the cap without touching it', () => {
    expect(refused(Buffer.alloc((1 << 20) + 1), { info: INFO })).toBe('limit');
  });

  it('refuses nesting without an end, in both containers', () => {
    expect(refused(Buffer.from('<a>'.repeat(1000)))).toBe('limit');
    const nodes = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from('010198', 'hex')));
    expect(refused(documentOf(nodes, Buffer.alloc(0)))).toBe('limit');
  });

  it('refuses more nodes than a message can need', () => {
    const child = Buffer.from('010198fe', 'hex');
    const nodes = Buffer.concat([Buffer.from('010198', 'hex'), ...Array.from({ length: 120_000 }, () => child), Buffer.from('feff', 'hex')]);
    expect(refused(documentOf(nodes, Buffer.alloc(0)))).toBe('limit');
  });

  it('refuses an array of more elements than a message can need, before allocating it', () => {
    const data = Buffer.alloc(4 + 1_000_000);
    data.writeUInt32BE(1_000_000);
    expect(refused(documentOf(Buffer.from('430198feff', 'hex'), data))).toBe('limit');
  });

  it('refuses an unknown compression and a malformed key', () => {
    expect(refused(corpus[0] ?? Buffer.alloc(0), { compress: 'gzip' })).toBe('unsupported');
    expect(refused(corpus[0] ?? Buffer.alloc(0), { info: '1-abcdef-0123' })).toBe('unsupported');
  });

  it('refuses document types and entity declarations', () => {
    expect(refused(Buffer.from('<!DOCTYPE call [<!ENTITY a "b">]><call/>'))).toBe('malformed');
  });

  it('refuses an empty body', () => {
    expect(refused(Buffer.alloc(0))).toBe('malformed');
  });
});

function documentOf(nodes: Buffer, data: Buffer): Buffer {
  const padded = Buffer.concat([nodes, Buffer.alloc((4 - (nodes.length % 4)) % 4)]);
  const head = Buffer.from('a042807f00000000', 'hex');
  head.writeUInt32BE(padded.length, 4);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([head, padded, size, data]);
}
