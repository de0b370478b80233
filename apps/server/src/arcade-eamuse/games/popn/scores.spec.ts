import { Logger } from '@nestjs/common';
import { s16, s32, str, u8 } from '@rumpus/eamuse-protocol';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createDatabase, type TestDatabase } from '../../../../../../test/support/databases.js';
import { importSnapshot } from '../../import/snapshot.js';
import { Cabinet, CARD, MODELS } from '../../testing/cabinet.js';
import { TestArcade } from '../../testing/test-arcade.js';

Logger.overrideLogger(false);

const WRITES = 100;
const songs = [22, 24, 25].map((version) => ({ id: 1, songid: 987, chart: 2, game: 'pnm', version, name: 'Song', data: {} }));

async function onDatabase(kind: TestDatabase, work: (arcade: TestArcade) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'arcade-scores-'));
  const database = await createDatabase(kind, folder);
  const arcade = await TestArcade.start({ url: database.url });
  try {
    await importSnapshot(arcade.data, arcade.pins, { music: songs });
    await work(arcade);
  } finally {
    await arcade.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
}

const write = (cabinet: Cabinet, refid: string, score: number, medal: number, song = 987) =>
  cabinet.call('player24.write_music', {}, str('ref_id', refid), s16('music_num', song), u8('sheet_num', 2), u8('clear_type', medal), s32('score', score), s16('combo', medal));

describe.each<TestDatabase>(['sqlite', 'mariadb', 'postgres'])('scores on %s', (kind) => {
  it(`keep the best of ${WRITES} plays that come at once, and every play`, () =>
    onDatabase(kind, async (arcade) => {
      const cabinet = new Cabinet(arcade);
      const refid = await cabinet.register(CARD);
      await Promise.all(Array.from({ length: WRITES }, (_, i) => write(cabinet, refid, 1000 + ((i * 37) % WRITES), 1 + ((i * 7) % 11))));
      expect(arcade.crashes).toEqual([]);
      const user = (await arcade.data.players.byCard(CARD)) ?? 0;
      const [best] = await arcade.data.scores.ofPlayer('pnm', 24, user);
      expect(best).toMatchObject({ points: 1000 + WRITES - 1, plays: WRITES });
      expect(best?.doc.int('medal')).toBe(1100);
      const attempts = await arcade.data.scores.attempts('pnm', { version: 24 });
      expect(attempts).toHaveLength(WRITES);
      const byMedal = new Map<number, number>();
      for (const { doc } of attempts) byMedal.set(doc.int('medal'), (byMedal.get(doc.int('medal')) ?? 0) + 1);
      for (const only of [{}, { userIds: [user] }, { songId: 987, chart: 2 }]) {
        const counted = await arcade.data.scores.outcomes('pnm', 24, 'medal', only);
        expect(new Map(counted.map(({ doc, plays }) => [doc.int('medal'), plays]))).toEqual(byMedal);
      }
      expect(await arcade.data.scores.outcomes('pnm', 24, 'medal', { userIds: [user + 1] })).toEqual([]);
      expect((await arcade.data.scores.outcomes('pnm', 24, 'nothing')).map(({ songId, plays, doc }) => [songId, plays, doc.has('nothing')])).toEqual([[987, WRITES, false]]);
    }));

  it('show in every version that has the song, and leave out what no version has', () =>
    onDatabase(kind, async (arcade) => {
      const cabinet = new Cabinet(arcade);
      const refid = await cabinet.register(CARD);
      await write(cabinet, refid, 98_765, 5);
      await write(cabinet, refid, 50_000, 9, 4711);
      const peace = new Cabinet(arcade, 'M39:J:B:A:2020092800');
      const other = (await peace.call('cardmng.inquire', { cardid: CARD })).attribute('refid') ?? '';
      const scores = await peace.call('player24.read_score', {}, str('ref_id', other));
      expect(scores.children.map((music) => [music.intAt('music_num'), music.intAt('score'), music.intAt('clear_type'), music.intAt('clear_rank')])).toEqual([[987, 98_765, 5, 8]]);
      const user = (await arcade.data.players.byCard(CARD)) ?? 0;
      const { scores: stored } = arcade.data;
      for (const list of [await stored.records('pnm', undefined), await stored.ofPlayer('pnm', undefined, user), await stored.all('pnm', undefined, { songId: 987 })]) expect(list.map(({ songId, points }) => [songId, points])).toEqual([[987, 98_765]]);
    }));
});

describe('a refid', () => {
  it('of another version or game opens nothing and changes nothing', () =>
    onDatabase('sqlite', async (arcade) => {
      const bishi = await new Cabinet(arcade, MODELS.bishi).register(CARD);
      const cabinet = new Cabinet(arcade);
      expect((await cabinet.call('player24.write', {}, str('ref_id', bishi))).attribute('status')).toBe('0');
      await write(cabinet, bishi, 1, 5);
      expect((await cabinet.call('player24.read', {}, str('ref_id', bishi))).intAt('result')).toBe(2);
      for (const table of ['arcade_profiles', 'arcade_scores', 'arcade_attempts', 'arcade_achievements']) expect(await arcade.data.sql.all(`SELECT id FROM ${table}`)).toEqual([]);
    }));
});
