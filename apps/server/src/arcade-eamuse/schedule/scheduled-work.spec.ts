import { Logger } from '@nestjs/common';
import type { Config } from '@rumpus/config';
import { type Node, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { importSnapshot } from '../import/snapshot.js';
import type { NetworkSettings } from '../settings/network-settings.js';
import { periodOf, WEEK } from '../store/times.js';
import { Doc } from '../store/document.js';
import { Cabinet, CARD, OTHER_CARD } from '../testing/cabinet.js';
import { TestArcade } from '../testing/test-arcade.js';
import { ScheduledWork } from './scheduled-work.js';

Logger.overrideLogger(false);

/** A Wednesday. */
const START = 1_795_000_000;
const DAY_LOG = 86_400;

let arcade: TestArcade;
let now: number;
let work: ScheduledWork;

const at = (time: number): void => {
  now = time;
  vi.setSystemTime(time * 1000);
};
const run = (): Promise<unknown> => work.run({}, { signal: new AbortController().signal } as Parameters<ScheduledWork['run']>[1]);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  at(START);
  arcade = await TestArcade.start({ now: () => now });
  await importSnapshot(arcade.data, arcade.pins, { music: [24, 25].map((version) => ({ id: 1, songid: 987, chart: 2, game: 'pnm', version, name: 'Song', data: {} })) });
  work = new ScheduledWork(arcade.registry, arcade.data, { current: { eventLogSeconds: DAY_LOG } } as NetworkSettings, { server: { dataDir: '/nowhere' } } as Config);
});
afterEach(async () => {
  vi.useRealTimers();
  await arcade.stop();
});

describe('the song of the week', () => {
  const courses = async (): Promise<readonly Node[]> => (await new Cabinet(arcade).call('info24.common')).childrenNamed('ranking_info');

  it('is drawn once a week for each version that has songs, and told to cabinets and the audit', async () => {
    expect(await courses()).toEqual([]);
    expect(await run()).toEqual({ done: 2 });
    expect(await run()).toEqual({ done: 0 });
    const { start, end } = periodOf('weekly', START);
    const [course] = await courses();
    expect([course?.intAt('course_id'), course?.bigintAt('start_date'), course?.bigintAt('end_date'), course?.intAt('music_id')]).toEqual([Math.floor(start / WEEK), BigInt(start) * 1000n, BigInt(end) * 1000n, 987]);
    expect((await arcade.data.audit.list({ type: 'pnm_course' })).map(({ doc }) => [doc.int('version'), doc.int('song')])).toEqual([[25, 987], [24, 987]]);
    at(START + WEEK);
    expect(await run()).toEqual({ done: 2 });
    expect((await courses()).map((one) => one.intAt('course_id'))).toEqual([Math.floor(start / WEEK) + 1, Math.floor(start / WEEK)]);
  });

  it('ranks who played it, by chart, and keeps a player\'s best', async () => {
    await run();
    const id = (await courses())[0]?.intAt('course_id') ?? 0;
    const play = async (card: string, name: string, score: number): Promise<Node> => {
      const cabinet = new Cabinet(arcade);
      const known = await cabinet.call('cardmng.inquire', { cardid: card });
      const refid = known.attribute('refid') ?? (await cabinet.register(card));
      await cabinet.call('player24.new', {}, str('ref_id', refid), str('name', name));
      return cabinet.call('player24.update_ranking', {}, str('ref_id', refid), s16('pref', 13), str('location_id', 'nowhere'), s16('course_id', id), s32('total_score', score), u8('sheet_num', 2), u8('clear_type', 5), u8('clear_rank', 6));
    };
    await play(CARD, 'ＡＮＮ', 90_000);
    await play(OTHER_CARD, 'ＢＯＢ', 95_000);
    const again = await play(CARD, 'ＡＮＮ', 80_000);
    expect(['all', 'pref', 'location'].map((list) => [again.intAt(`${list}_ranking/total_score`), again.intAt(`${list}_ranking/player_count`), again.intAt(`${list}_ranking/player_rank`)])).toEqual(Array.from({ length: 3 }, () => [90_000, 2, 2]));
    const places = (await courses())[0]?.childrenNamed('loc_ranking_h') ?? [];
    expect(places.map((place) => [place.intAt('rank'), place.stringAt('name'), place.intAt('total_score')])).toEqual([[1, 'ＢＯＢ', 95_000], [2, 'ＡＮＮ', 90_000]]);
  });

  it('of one version that fails stops no other, and stays due', async () => {
    const { start } = periodOf('weekly', START);
    await arcade.data.calendar.put('pnm', 24, 'course', { start: start - 5, end: start + 5, doc: new Doc() });
    expect(await run()).toEqual({ done: 1 });
    expect((await arcade.data.audit.list({ type: 'exception' })).map(({ doc }) => doc.str('service'))).toEqual(['scheduler']);
    await arcade.data.sql.run('DELETE FROM arcade_timed_settings WHERE version = 24');
    expect(await run()).toEqual({ done: 1 });
  });
});

describe('the audit', () => {
  it('forgets what is older than the operator wants to keep', async () => {
    await arcade.data.audit.put('pcbevent', { name: 'old' }, START - DAY_LOG - 1);
    await arcade.data.audit.put('pcbevent', { name: 'new' }, START - DAY_LOG + 1);
    await run();
    expect((await arcade.data.audit.list({ type: 'pcbevent' })).map(({ doc }) => doc.str('name'))).toEqual(['new']);
  });
});
