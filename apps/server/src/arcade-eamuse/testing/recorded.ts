import { Node, parseXmlText } from '@rumpus/eamuse-protocol';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One exchange of the recorded corpus; see test/fixtures/eamuse/README.md. */
export interface RecordedExchange {
  n: number;
  run: string;
  time: number;
  module: string;
  method: string;
  request_encoding: string;
  text_encoding: string;
  compressed: boolean;
  x_eamuse_info: string | null;
  request_xml: string;
  response_xml: string;
}

const folder = new URL('../../../../../test/fixtures/eamuse/captures/', import.meta.url);

const readGzip = (name: string): unknown => JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString());

export const recordedGame = (name: string): RecordedExchange[] => (readGzip(`${name}.json.gz`) as { exchanges: RecordedExchange[] }).exchanges;
export const recordedSeed = (): unknown => readGzip('seed.json.gz');

/** A recorded tree. The recordings print the value of a node that also has children on a line of its own. */
export function recordedTree(xml: string): Node {
  return unindented(parseXmlText(xml));
}

function unindented(node: Node): Node {
  const mixed = typeof node.value === 'string' && node.children.length > 0;
  const copy = Node.create(node.name, node.type.name, mixed ? String(node.value).trim() : node.value, node.isArray);
  for (let at = 0; at < node.attributeList.length; at += 2) copy.setAttribute(node.attributeList[at] ?? '', node.attributeList[at + 1]);
  return copy.append(node.children.map(unindented));
}
