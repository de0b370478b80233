import { bool, element, type Node, s16, s32, str, u64, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { ScheduledTask } from '../../../dispatch/game.js';
import { Doc } from '../../../store/document.js';
import type { Achievement } from '../../../store/progress.js';
import { periodOf, WEEK } from '../../../store/times.js';
import { asS16, asS32, asU8 } from '../../wire-numbers.js';
import { phaseNodes } from '../shared/phases.js';
import { nameOf } from '../shared/players.js';
import { popularNodes } from '../shared/popular.js';
import type { ModernTraits } from './traits.js';

const COURSE = 'course';
const COURSES_SHOWN = 256;
const PLACES_SHOWN = 20;
/** Sheet numbers with the names of their rankings. */
const SHEETS: readonly (readonly [number, string])[] = [[0, 'loc_ranking_e'], [1, 'loc_ranking_n'], [2, 'loc_ranking_h'], [3, 'loc_ranking_ex']];
const CHARACTER_PART = 3;
const CHOCOLATES = 5;
const CACHE_SECONDS = 60;
/** Last part number of each price; later ones cost the most. */
const PRICES: readonly (readonly [number, number])[] = [[15, 30], [30, 40], [45, 60], [60, 80], [98, 200]];
const TOP_PRICE = 250;

const priceOf = (goods: number): number => PRICES.find(([last]) => goods <= last)?.[1] ?? TOP_PRICE;
const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

/** The id of the weekly course that starts then. */
const courseId = (start: number): number => Math.floor(start / WEEK);

/** The block that both `info24.common` and `player24.start` carry (pop'n spec 9.2). */
export async function commonNodes(call: Call, traits: ModernTraits): Promise<Node[]> {
  const chosen = await call.settings();
  return [
    ...phaseNodes(traits.phases, chosen),
    ...(await courseNodes(call)),
    ...count(traits.areas(chosen)).map((n) => element('area', s16('area_id', n), u64('end_date', 0), s16('medal_id', n), bool('is_limit', false))),
    ...count(CHOCOLATES).map((n) => element('choco', s16('choco_id', n - 1), s32('param', -1))),
    ...count(traits.goods).map((n) => element('goods', s32('item_id', n), s16('item_type', CHARACTER_PART), s32('price', priceOf(n)), s16('goods_type', 0))),
    ...(await popularNodes(call)),
  ];
}

interface Place {
  name: string;
  chara: number;
  score: number;
  clearType: number;
  clearRank: number;
}

/** Weekly courses, newest first, with the best of each sheet. */
async function courseNodes(call: Call): Promise<Node[]> {
  const courses = await call.data.calendar.all(call.series, call.version, COURSE, COURSES_SHOWN);
  const rankings = await call.network.cache.get(`pnm|courses|${call.version}`, CACHE_SECONDS, call.now, () => courseRankings(call));
  return courses.map(({ start, end, doc }) =>
    element('ranking_info',
      s16('course_id', asS16(courseId(start))), u64('start_date', start * 1000), u64('end_date', end * 1000), s32('music_id', doc.int('music')),
      SHEETS.flatMap(([sheet, name]) => (rankings.get(`${courseId(start)}|${sheet}`) ?? []).map((place, i) =>
        element(name, s16('rank', i + 1), str('name', place.name), s16('chara_num', asS16(place.chara)), s32('total_score', asS32(place.score)), u8('clear_type', asU8(place.clearType)), u8('clear_rank', asU8(place.clearRank)))))));
}

async function courseRankings(call: Call): Promise<Map<string, Place[]>> {
  const lists = new Map<string, Achievement[]>();
  for (const [sheet] of SHEETS) {
    for (const achievement of await call.data.progress.ofEverybody(call.series, call.version, `course_${sheet}`)) {
      const key = `${achievement.id}|${sheet}`;
      lists.set(key, [...(lists.get(key) ?? []), achievement]);
    }
  }
  const best = new Map([...lists].map(([key, list]) => [key, list.sort((a, b) => b.doc.int('score') - a.doc.int('score')).slice(0, PLACES_SHOWN)]));
  const players = [...new Set([...best.values()].flat().map(({ userId }) => userId))];
  const profiles = await call.data.profiles.any(call.series, call.version, players);
  return new Map([...best].map(([key, list]) => [key, list.map(({ userId, doc }) => {
    const profile = profiles.get(userId);
    const own = profile?.version === call.version ? profile.doc : undefined;
    return { name: own === undefined ? '' : nameOf(own), chara: own?.int('chara', -1) ?? -1, score: doc.int('score'), clearType: doc.int('clear_type'), clearRank: doc.int('clear_rank') };
  })]));
}

/** Draws the song of the week (pop'n spec 2): songs with more charts are likelier. */
export const weeklyCourse = (version: number, random: (below: number) => number): ScheduledTask => ({
  name: COURSE,
  schedule: 'weekly',
  async run(tables, now) {
    const songs = await tables.music.songs('pnm', version);
    const song = songs[random(Math.max(songs.length, 1))];
    if (song === undefined) return false;
    const { start, end } = periodOf('weekly', now);
    await tables.calendar.put('pnm', version, COURSE, { start, end, doc: new Doc({ start_time: start, end_time: end, music: song.songId }) });
    await tables.audit.put('pnm_course', { version, song: song.songId }, now);
    return true;
  },
});
