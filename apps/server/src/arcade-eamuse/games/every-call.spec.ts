import { element } from '@rumpus/eamuse-protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseModel } from '../dispatch/model.js';
import { importSnapshot } from '../import/snapshot.js';
import { Cabinet, CARD } from '../testing/cabinet.js';
import { recordedSeed } from '../testing/recorded.js';
import { TestArcade } from '../testing/test-arcade.js';

/** One model of each version, plain and omnimix; the versions before 19 have no calls of their own. */
const MODELS = [
  'IBB:A:A:A:2009092900', 'I36:J:A:A:2011092900', 'PIX:J:A:A:2016071300', 'PIX:J:A:A:2017042600', 'PIX:J:A:X:2017042600', 'K39:J:B:A:2010122200', 'L39:J:B:A:2012091900', 'M39:J:B:A:2014061900',
  'M39:J:B:A:2015081900', 'M39:J:B:A:2016100500', 'M39:J:B:A:2018101500', 'M39:J:B:X:2018101500', 'M39:J:B:A:2020092800', 'M39:J:B:A:2022061300',
];

let arcade: TestArcade;
beforeAll(async () => {
  arcade = await TestArcade.start();
  await importSnapshot(arcade.data, arcade.pins, recordedSeed());
  await new Cabinet(arcade).register(CARD);
}, 60_000);
afterAll(() => arcade.stop());

describe('every call of every game', () => {
  it.each(MODELS)('is answered to %s, whether it says nothing or names a player without a profile', async (model) => {
    const parsed = parseModel(model);
    const game = parsed === undefined ? undefined : arcade.registry.resolve(parsed);
    const cabinet = new Cabinet(arcade, model);
    const refid = (await cabinet.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
    const ids = element('data').setAttribute('x', '1');
    for (const key of Object.keys(game?.handlers ?? {})) {
      const name = key.replace('*', 'anything');
      const nobody: Record<string, string> = {};
      for (const attributes of [nobody, { ref_id: refid, refid, no: '0' }]) {
        expect([name, (await cabinet.raw(name, attributes, ids)).status]).toEqual([name, 200]);
      }
    }
    expect(Object.keys(game?.handlers ?? {}).length).toBeGreaterThanOrEqual(3);
    expect(arcade.crashes).toEqual([]);
  });
});
