/**
 * Part one of `npm run bench:eamuse`: the wire codec alone, on one core. A message of about 20 KiB, shaped like a profile answer of a
 * newer game, is encoded and decoded in every framing. No package on npm writes or reads this binary XML (looked for in November 2026: kbinxml is one of PyPI), so there is nobody to race.
 */
import { performance } from 'node:perf_hooks';

import { array, decodePacket, element, encodePacket, s16, s32, str, u8, u64 } from '@rumpus/eamuse-protocol';

const BUDGET_MS = 1500;

function profileAnswer() {
  const music = Array.from({ length: 250 }, (_, i) =>
    element('music', s16('music_num', i), u8('sheet_num', i % 4), s16('cnt', 3), s32('score', 90_000 - i), u8('clear_type', 5), u8('clear_rank', 6)));
  const items = Array.from({ length: 120 }, (_, i) => element('item', u8('type', 0), s16('id', i), s16('param', 15), u64('get_time', 1_600_000_000n)));
  const account = element('account', str('g_pm_id', '123456787311'), str('name', 'ＴＥＳＴ'), array('nice', 's16', Array.from({ length: 30 }, () => -1)));
  return element('response', element('player24', account, music, items));
}

const rate = (bytes, calls, ms) => (bytes * calls) / (ms / 1000) / 1e6;

function measure(run) {
  for (let i = 0; i < 300; i++) run();
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < BUDGET_MS) {
    for (let i = 0; i < 20; i++) run();
    calls += 20;
  }
  return { calls, ms: performance.now() - start };
}

/** Megabytes of document per second each way, by framing. */
export function benchCodec() {
  const root = profileAnswer();
  const base = { info: undefined, compressed: false, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };
  const framings = {
    'binary, plain': base,
    'binary, encrypted': { ...base, info: '1-5cfb8b00-a8b3' },
    'binary, lz77': { ...base, compressed: true },
    'binary, encrypted, lz77': { ...base, info: '1-5cfb8b00-a8b3', compressed: true },
    'xml, plain': { ...base, container: 'xml' },
  };
  const size = encodePacket(root, base).body.length;
  return Object.entries(framings).map(([framing, options]) => {
    const packet = encodePacket(root, options);
    const headers = { info: packet.headers['X-Eamuse-Info'], compress: packet.headers['X-Compress'] };
    const document = options.container === 'xml' ? packet.body.length : size;
    const encode = measure(() => encodePacket(root, options));
    const decode = measure(() => decodePacket(packet.body, headers));
    return {
      framing, documentBytes: document, wireBytes: packet.body.length,
      encodeMBps: Math.round(rate(document, encode.calls, encode.ms) * 10) / 10,
      decodeMBps: Math.round(rate(document, decode.calls, decode.ms) * 10) / 10,
    };
  });
}
