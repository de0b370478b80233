import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { byteOfEncoding, decodePacket, encodePacket, type EncodingName, Node, parseXmlText } from '@rumpus/eamuse-protocol';
import type { TestApp } from '../../support/app.js';

const captures = join(import.meta.dirname, '..', '..', 'fixtures', 'eamuse', 'captures');

interface Exchange {
  run: string;
  text_encoding: string;
  compressed: boolean;
  x_eamuse_info: string | null;
  request_encoding: string;
  request_xml: string;
  response_xml: string;
}

/** Puts the arcade, machine and songs of the recordings into the app, with the command that operators use. */
export async function seedArcade(app: TestApp): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: app.dataDir, DATA_DIR: app.dataDir, DATABASE_URL: app.database.url, MODULES: 'arcade' };
  await promisify(execFile)(process.execPath, ['apps/server/dist/cli.js', 'arcade', 'import', join(captures, 'seed.json.gz')], { env });
}

/** Values that a server draws at random: refids, sessions, player numbers. */
const DRAWN = [/^[0-9A-F]{16}$/, /^[0-9A-F]{32}$/, /^\d{4}-\d{4}$/, /^\d{12}$/];

/** The recordings print the value of a node that also has children on a line of its own. */
function unindented(node: Node): Node {
  const value = typeof node.value === 'string' && node.children.length > 0 ? node.value.trim() : node.value;
  return copyOf(node, value, (text) => text, unindented);
}

function copyOf(node: Node, value: Node['value'], text: (attribute: string) => string, child: (node: Node) => Node): Node {
  const copy = Node.trusted(node.name, node.type, node.isArray, value);
  for (let at = 0; at < node.attributeList.length; at += 2) copy.setAttribute(node.attributeList[at] ?? '', text(node.attributeList[at + 1] ?? ''));
  return copy.append(node.children.map(child));
}

/**
 * Plays a recorded evening over the app's own cabinet port. `swap` puts other texts in the place of recorded ones (a card, a name), so that one recording
 * makes several players. Returns how many exchanges were answered.
 */
export async function playEvening(app: TestApp, game: string, swap: Readonly<Record<string, string>> = {}, run = 'new'): Promise<number> {
  const { exchanges } = JSON.parse(gunzipSync(readFileSync(join(captures, `${game}.json.gz`))).toString()) as { exchanges: Exchange[] };
  const learnt = new Map<string, string>(Object.entries(swap));
  const known = (text: string): string => learnt.get(text) ?? text;
  const translated = (node: Node): Node => copyOf(node, typeof node.value === 'string' ? known(node.value) : node.value, known, translated);
  let answered = 0;
  for (const exchange of exchanges.filter((one) => one.run === run)) {
    const encoding = exchange.text_encoding as EncodingName;
    const container = exchange.request_encoding === 'xml' ? 'xml' : exchange.request_encoding === 'binary' ? 'binary' : 'binary-raw';
    const packet = encodePacket(translated(unindented(parseXmlText(exchange.request_xml))), { info: exchange.x_eamuse_info ?? undefined, compressed: exchange.compressed, container, encoding, encodingByte: byteOfEncoding(encoding) });
    const answer = await fetch(`http://127.0.0.1:${app.ports.arcade}/`, { method: 'POST', headers: packet.headers, body: new Uint8Array(packet.body) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) continue;
    answered++;
    const { root } = decodePacket(bytes, { info: answer.headers.get('x-eamuse-info') ?? undefined, compress: answer.headers.get('x-compress') ?? undefined });
    learn(unindented(parseXmlText(exchange.response_xml)), root, learnt);
  }
  return answered;
}

/** Notes which drawn value stands in the place of which recorded one. */
function learn(recorded: Node, ours: Node, learnt: Map<string, string>): void {
  const pair = (left: unknown, right: unknown): void => {
    if (typeof left === 'string' && typeof right === 'string' && left !== right && DRAWN.some((pattern) => pattern.test(left) && pattern.test(right))) learnt.set(left, right);
  };
  pair(recorded.value, ours.value);
  for (let at = 0; at < recorded.attributeList.length; at += 2) pair(recorded.attributeList[at + 1], ours.attribute(recorded.attributeList[at] ?? ''));
  for (const [index, child] of recorded.children.entries()) {
    const other = ours.children[index];
    if (other !== undefined && other.name === child.name) learn(child, other, learnt);
  }
}
