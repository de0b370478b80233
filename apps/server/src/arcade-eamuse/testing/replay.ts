import { byteOfEncoding, type EncodingName, type Framing, Node } from '@rumpus/eamuse-protocol';

import { importSnapshot } from '../import/snapshot.js';
import { type RecordedExchange, recordedGame, recordedSeed, recordedTree } from './recorded.js';
import { TestArcade, type TestOptions } from './test-arcade.js';

/** A place in an answer that differs from the recording on purpose. */
export interface Explained {
  /** `module.method`. */
  readonly call: string;
  /** Where, as a pattern over `path = recorded -> ours`. */
  readonly difference: RegExp;
  readonly reason: string;
}

export interface ReplayResult {
  game: string;
  exchanges: number;
  equal: number;
  explained: number;
  /** Reason to number of exchanges. */
  reasons: Map<string, number>;
  /** What neither the recording nor a reason accounts for. */
  unexplained: string[];
}

/** Values that a server draws at random: refids, sessions, player numbers. They are learnt from answers and put into later requests. */
const DRAWN = [/^[0-9A-F]{16}$/, /^[0-9A-F]{32}$/, /^\d{4}-\d{4}$/, /^\d{12}$/];
/** Nodes whose value is drawn at random although it looks like any number. */
const RANDOM_PATHS = /eventlog\/gamesession|mission\/mission_id|sh_riddles\/sh_riddles_id/;

/** Replays a recorded file against a fresh network, in order, with the server's clock as it was. */
export class Replay {
  private readonly learnt = new Map<string, string>();
  private time = 0;

  private constructor(private readonly game: string, private readonly explained: readonly Explained[]) {}

  static async run(game: string, explained: readonly Explained[] = [], options: TestOptions = {}): Promise<ReplayResult> {
    return new Replay(game, explained).run(options);
  }

  private async run(options: TestOptions): Promise<ReplayResult> {
    const arcade = await TestArcade.start({ ...options, config: { uri: 'https://eagate.573.jp', ...options.config }, now: () => this.time });
    const result: ReplayResult = { game: this.game, exchanges: 0, equal: 0, explained: 0, reasons: new Map(), unexplained: [] };
    try {
      await importSnapshot(arcade.data, arcade.pins, recordedSeed());
      for (const exchange of recordedGame(this.game)) await this.exchange(arcade, exchange, result);
      if (arcade.crashes.length > 0) result.unexplained.push(...arcade.crashes.map((crash) => (crash instanceof Error ? (crash.stack ?? crash.message) : String(crash))));
    } finally {
      await arcade.stop();
    }
    return result;
  }

  private async exchange(arcade: TestArcade, exchange: RecordedExchange, result: ReplayResult): Promise<void> {
    this.time = exchange.time;
    const answer = await arcade.send(this.translate(recordedTree(exchange.request_xml)), framingOf(exchange));
    const differences = answer.root === undefined ? [`status = 200 -> ${answer.status}`] : this.compare(recordedTree(exchange.response_xml), answer.root, '');
    const call = `${exchange.module}.${exchange.method}`;
    const reasons = new Set<string>();
    for (const difference of differences) {
      const found = this.explained.find((entry) => entry.call === call && entry.difference.test(difference));
      if (found === undefined) result.unexplained.push(`${this.game} ${exchange.run} ${exchange.n} ${call}: ${difference}`);
      else reasons.add(found.reason);
    }
    result.exchanges++;
    if (differences.length === 0) result.equal++;
    else result.explained++;
    for (const reason of reasons) result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + 1);
  }

  /** The request with the ids our server gave instead of the recorded ones. */
  private translate(node: Node): Node {
    const value = typeof node.value === 'string' ? (this.learnt.get(node.value) ?? node.value) : node.value;
    const copy = Node.trusted(node.name, node.type, node.isArray, value);
    for (let at = 0; at < node.attributeList.length; at += 2) {
      const text = node.attributeList[at + 1] ?? '';
      copy.setAttribute(node.attributeList[at] ?? '', this.learnt.get(text) ?? text);
    }
    return copy.append(node.children.map((child) => this.translate(child)));
  }

  private compare(recorded: Node, ours: Node, path: string): string[] {
    const here = `${path}/${recorded.name}`;
    if (recorded.name !== ours.name) return [`${path} = <${recorded.name}> -> <${ours.name}>`];
    const differences: string[] = [];
    if (recorded.type !== ours.type || recorded.isArray !== ours.isArray) differences.push(`${here} type = ${recorded.type.name} -> ${ours.type.name}`);
    const [left, right] = [valueText(recorded), valueText(ours)];
    if (left !== right && !this.sameDrawn(left, right) && !RANDOM_PATHS.test(here)) differences.push(`${here} = ${left.slice(0, 200)} -> ${right.slice(0, 200)}`);
    differences.push(...this.compareAttributes(recorded, ours, here), ...this.compareChildren(recorded.children, ours.children, here));
    return differences;
  }

  private compareAttributes(recorded: Node, ours: Node, here: string): string[] {
    const names = new Set([...recorded.attributeList, ...ours.attributeList].filter((name) => recorded.attribute(name) !== undefined || ours.attribute(name) !== undefined));
    const differences: string[] = [];
    for (const name of names) {
      const [left, right] = [recorded.attribute(name), ours.attribute(name)];
      if (left !== right && (left === undefined || right === undefined || !this.sameDrawn(left, right))) differences.push(`${here}@${name} = ${left} -> ${right}`);
    }
    return differences;
  }

  /** In order; where only the order of equally named neighbours differs they are paired by what they say. */
  private compareChildren(recorded: readonly Node[], ours: readonly Node[], here: string): string[] {
    if (recorded.length !== ours.length) {
      return [`${here} children = ${names(recorded)} -> ${names(ours)}`];
    }
    const differences = recorded.flatMap((child, i) => this.compare(child, ours[i] as Node, here));
    if (differences.length === 0) return [];
    const sorted = (list: readonly Node[]): Node[] => [...list].sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
    const again = sorted(recorded).flatMap((child, i) => this.compare(child, sorted(ours)[i] as Node, here));
    return again.length < differences.length ? again : differences;
  }

  /** Two values drawn at random are the same when each always stands for the other. */
  private sameDrawn(recorded: string, ours: string): boolean {
    if (!DRAWN.some((pattern) => pattern.test(recorded) && pattern.test(ours))) return false;
    const known = this.learnt.get(recorded);
    if (known === undefined) this.learnt.set(recorded, ours);
    return known === undefined || known === ours;
  }
}

function names(list: readonly Node[]): string {
  const counts = new Map<string, number>();
  for (const { name } of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name}*${count}`)).join(' ');
}

function valueText(node: Node): string {
  const { value } = node;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return Array.isArray(value) ? value.map((item) => (item instanceof Uint8Array ? item.join('.') : String(item))).join(' ') : String(value);
}

function sortKey(node: Node): string {
  const inner = node.children.map((child) => `${child.name}=${DRAWN.some((pattern) => pattern.test(valueText(child))) ? '' : valueText(child)}`).join(',');
  return `${node.name}|${node.attributeList.join('=')}|${inner}`;
}

function framingOf(exchange: RecordedExchange): Framing {
  const encoding = exchange.text_encoding as EncodingName;
  return {
    info: exchange.x_eamuse_info ?? undefined,
    compressed: exchange.compressed,
    container: exchange.request_encoding === 'xml' ? 'xml' : exchange.request_encoding === 'binary' ? 'binary' : 'binary-raw',
    encoding,
    encodingByte: byteOfEncoding(encoding),
  };
}
