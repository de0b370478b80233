import { describe, expect, it } from 'vitest';

import { byteOfEncoding, decodePacket, decodeText, encodePacket, encodeText, type EncodingName, type Framing, type Node, prettyText } from './index.js';
import { RandomTree, randomSource } from './testing/random-tree.js';

const ENCODINGS: readonly EncodingName[] = ['shift-jis', 'euc-jp', 'utf-8'];
const CONTAINERS = ['binary', 'binary', 'binary-raw', 'xml'] as const;

function framingOf(random: RandomTree): Framing {
  const encoding = ENCODINGS[random.int(ENCODINGS.length)] ?? 'utf-8';
  return {
    info: random.int(2) === 0 ? undefined : `1-${random.int(2 ** 32).toString(16).padStart(8, '0')}-${random.int(65_536).toString(16).padStart(4, '0')}`,
    compressed: random.int(2) === 0,
    container: CONTAINERS[random.int(CONTAINERS.length)] ?? 'binary',
    encoding,
    encodingByte: byteOfEncoding(encoding),
  };
}

/** The differing node, so that a failure says more than "false". */
function expectSame(seed: number, sent: Node, back: Node): void {
  if (!back.equals(sent)) expect(`seed ${seed}\n${prettyText(back)}`).toBe(`seed ${seed}\n${prettyText(sent)}`);
  expect(back.equals(sent), `seed ${seed}`).toBe(true);
}

describe('what is written', () => {
  it('is read back the same, for 20,000 random trees in every framing', () => {
    for (let seed = 1; seed <= 20_000; seed++) {
      const random = new RandomTree(randomSource(seed));
      const framing = framingOf(random);
      const tree = random.tree();
      const packet = encodePacket(tree, framing, { rawNames: framing.container === 'binary-raw' });
      const { root, framing: seen } = decodePacket(packet.body, { info: packet.headers['X-Eamuse-Info'], compress: packet.headers['X-Compress'] });
      expectSame(seed, tree, root);
      if (seen.encodingByte !== framing.encodingByte || seen.container !== framing.container) expect(seen).toEqual(framing);
    }
  }, 300_000);
});

describe('Japanese characters with twins', () => {
  for (const encoding of ['shift-jis', 'euc-jp'] as const) {
    it(`are written in both spellings and read back in the code page's (${encoding})`, () => {
      const sent = '〜‖−¢£¬';
      const bytes = encodeText(sent, encoding);
      expect(bytes.includes(0x3f)).toBe(false);
      expect(bytes.length).toBe(12);
      expect(decodeText(bytes, 0, bytes.length, encoding)).toBe('～∥－￠￡￢');
      expect(encodeText('～∥－￠￡￢', encoding)).toEqual(bytes);
    });
  }

  it('never fail: what has no code becomes a question mark, what is no code becomes U+FFFD', () => {
    expect(encodeText('a😀b', 'shift-jis').toString('latin1')).toMatch(/^a\?+b$/);
    expect(decodeText(Buffer.from([0x61, 0x81]), 0, 2, 'shift-jis')).toBe('a\uFFFD');
  });
});
