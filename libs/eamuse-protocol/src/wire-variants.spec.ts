import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { decodePacket, encodePacket, Node, parseXmlText, prettyText } from './index.js';

interface Exchange {
  n: number;
  run: string;
  request_encoding: string;
  text_encoding: string;
  compressed: boolean;
  x_eamuse_info: string | null;
  x_compress: string | null;
  request_xml: string;
  response_xml: string;
  response_headers: Record<string, string>;
  raw_request_hex?: string;
  raw_response_hex?: string;
}

const file = new URL('../../../test/fixtures/eamuse/wire-variants.json.gz', import.meta.url);
const { exchanges } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { exchanges: Exchange[] };

/** The recordings print the value of a node that also has children on a line of its own. */
function unindented(node: Node): Node {
  const mixed = typeof node.value === 'string' && node.children.length > 0;
  const copy = Node.create(node.name, node.type.name, mixed ? String(node.value).trim() : node.value, node.isArray);
  for (let at = 0; at < node.attributeList.length; at += 2) copy.setAttribute(node.attributeList[at] ?? '', node.attributeList[at + 1]);
  return copy.append(node.children.map(unindented));
}

const parse = (xml: string): Node => unindented(parseXmlText(xml));

describe('recorded traffic in every packet form', () => {
  const raw = exchanges.filter((exchange) => exchange.raw_request_hex !== undefined);

  it('holds bodies of every form', () => {
    expect(new Set(raw.map(({ run }) => run)).size).toBe(21);
  });

  for (const exchange of raw) {
    it(`reads ${exchange.run} ${exchange.n}`, () => {
      const request = decodePacket(Buffer.from(exchange.raw_request_hex ?? '', 'hex'), {
        info: exchange.x_eamuse_info ?? undefined,
        compress: exchange.x_compress ?? undefined,
      });
      expect(prettyText(request.root)).toBe(prettyText(parse(exchange.request_xml)));
      expect(request.framing).toMatchObject({ encoding: exchange.text_encoding, compressed: exchange.compressed });
      const response = decodePacket(Buffer.from(exchange.raw_response_hex ?? '', 'hex'), {
        info: exchange.response_headers['X-Eamuse-Info'],
        compress: exchange.response_headers['X-Compress'],
      });
      expect(prettyText(response.root)).toBe(prettyText(parse(exchange.response_xml)));
      // Binary documents have one right form: ours is the recorded one, byte for byte.
      if (exchange.request_encoding === 'binary' && !exchange.compressed) {
        expect(encodePacket(request.root, request.framing).body.toString('hex')).toBe(exchange.raw_request_hex);
        expect(encodePacket(response.root, response.framing).body.toString('hex')).toBe(exchange.raw_response_hex);
      }
    });
  }

  it('carries every recorded tree through its packet form unchanged', () => {
    for (const exchange of exchanges) {
      const root = parse(exchange.response_xml);
      const encoding = exchange.text_encoding as 'shift-jis';
      const encodingByte = { 'shift-jis': 0x80, 'euc-jp': 0x60, 'utf-8': 0xa0 }[encoding as string] ?? 0x80;
      const packet = encodePacket(root, {
        info: exchange.x_eamuse_info ?? undefined,
        compressed: exchange.compressed,
        container: exchange.request_encoding === 'xml' ? 'xml' : 'binary',
        encoding,
        encodingByte,
      });
      const back = decodePacket(packet.body, { info: packet.headers['X-Eamuse-Info'], compress: packet.headers['X-Compress'] });
      expect(prettyText(back.root)).toBe(prettyText(root));
    }
  });
});
