import { Logger } from '@nestjs/common';
import { Node } from '@rumpus/eamuse-protocol';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { available, createDatabase, type Database } from '../../../../../test/support/databases.js';
import { importSnapshot } from '../import/snapshot.js';
import { recordedGame, recordedSeed, recordedTree } from '../testing/recorded.js';
import { TestArcade } from '../testing/test-arcade.js';

Logger.overrideLogger(false);

/** What a game never sends but a node of the type can hold. */
const EXTREMES: Readonly<Record<string, readonly unknown[]>> = {
  s8: [-128, 127], u8: [255], s16: [-32_768, 32_767], u16: [65_535], s32: [-2_147_483_648, 2_147_483_647], u32: [4_294_967_295], s64: [-(1n << 63n)], u64: [(1n << 64n) - 1n],
  time: [4_294_967_295], bool: [true], float: [Number.NaN], str: ['', 'x'.repeat(5000), '\u{1f600}'],
};
const TEXTS = ['-1', '99999999999', 'x', ''];
/** Attributes without which nobody is asked anything. */
const ENVELOPE = new Set(['method', 'model', 'srcid', 'tag', 'cardid', 'passwd']);
/** What names a player. */
const REFID = /^(ref_?id|dataid|eaid)$/;
/** What names a chart: left alone every second time, so that the rest of a score is looked at too. */
const CHART = /^(music_(num|id|type)|sheet_num|sheet|no)$/;

/** The tree as a cabinet that lost its mind would send it. */
function strange(node: Node, round: number, refid: string): Node {
  const extremes = EXTREMES[node.type.name];
  const value = REFID.test(node.name) ? refid : extremes === undefined || node.children.length > 0 || (round % 2 === 1 && CHART.test(node.name)) ? node.value : extremes[round % extremes.length];
  const copy = Node.create(node.name, node.type.name, (node.isArray && !Array.isArray(value) ? (node.value as unknown[]).map(() => value) : value) as never, node.isArray);
  for (let at = 0; at < node.attributeList.length; at += 2) {
    const [name = '', text = ''] = node.attributeList.slice(at, at + 2);
    copy.setAttribute(name, ENVELOPE.has(name) || (round % 2 === 1 && CHART.test(name)) ? text : REFID.test(name) ? refid : TEXTS[round % TEXTS.length]);
  }
  return copy.append(node.children.map((child) => strange(child, round, refid)));
}

// SQLite takes any number; the others say which one a column cannot hold.
describe.skipIf(!available.postgres)('values that no game sends', () => {
  let folder: string;
  let database: Database;
  let arcade: TestArcade;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'arcade-strange-'));
    database = await createDatabase('postgres', folder);
    arcade = await TestArcade.start({ url: database.url });
    await importSnapshot(arcade.data, arcade.pins, recordedSeed());
  }, 60_000);
  afterAll(async () => {
    await arcade.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it.each(['bishi', 'mga', 'museca-2', 'pnm-19', 'pnm-21', 'pnm-23', 'pnm-26'])('crash nothing of %s', async (game) => {
    const calls = new Map(recordedGame(game).map(({ module, method, request_xml }) => [`${module}.${method}`, recordedTree(request_xml)]));
    const refused: string[] = [];
    let refid = '';
    for (let round = 0; round < 4; round++) {
      for (const [name, tree] of calls) {
        const { status, root } = await arcade.send(strange(tree, round, refid));
        if (status !== 200) refused.push(`${name}: ${status}`);
        refid = root?.children[0]?.attribute('refid') ?? refid;
      }
    }
    expect([refused, arcade.crashes, refid.length]).toEqual([[], [], 16]);
  });
});
