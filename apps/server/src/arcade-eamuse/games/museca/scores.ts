import { element, type Node, s16, str, u32 } from '@rumpus/eamuse-protocol';

import { parseMachineText } from '../../core/regions.js';
import type { Call } from '../../dispatch/call.js';
import type { Handlers } from '../../dispatch/game.js';
import type { ClearCount } from '../../dispatch/network.js';
import { Doc } from '../../store/document.js';
import { formatExtid } from '../../store/ids.js';
import { ANONYMOUS } from '../../store/players.js';
import type { Score } from '../../store/scores.js';
import { asU32, raise } from '../wire-numbers.js';
import { FAILED, storedClearType, storedGrade, wireClearType, wireGrade } from './codes.js';
import type { MusecaTraits } from './traits.js';

const HIT_CHART_SIZE = 1024;
const RATE_SECONDS = 60;
const JUDGEMENTS = ['btn_rate', 'long_rate', 'vol_rate', 'critical', 'near', 'error'] as const;

async function loadScores(call: Call, traits: MusecaTraits): Promise<Node> {
  const userId = await call.player(call.request.stringAt('dataid'));
  const scores = userId === undefined ? [] : await call.scoresOf(userId, await call.musicVersion());
  return element('game_3', element('new', scores.map((score) => scoreNode(score, traits))));
}

function scoreNode({ songId, chart, points, plays, doc }: Score, traits: MusecaTraits): Node {
  const stats = doc.doc('stats');
  return element('music',
    u32('music_id', songId), u32('music_type', chart), u32('score', asU32(points)), u32('cnt', asU32(plays)), traits.plus && u32('combo', asU32(doc.int('combo'))),
    u32('clear_type', wireClearType(doc.int('clear_type'))), u32('score_grade', wireGrade(doc.int('grade'), traits.highestGrade)),
    u32('btn_rate', asU32(stats.int('btn_rate'))), u32('long_rate', asU32(stats.int('long_rate'))), u32('vol_rate', asU32(stats.int('vol_rate'))));
}

async function saveScore(call: Call, traits: MusecaTraits): Promise<Node> {
  const { request } = call;
  const userId = (await call.player(request.stringAt('refid'))) ?? ANONYMOUS;
  const points = request.intAt('score');
  const musicId = await call.data.music.idOf(call.series, await call.musicVersion(), request.intAt('music_id') ?? -1, request.intAt('music_type') ?? -1);
  // A song we do not know is no reason to stop the player: his other scores count.
  if (points === undefined || musicId === undefined) return element('game_3');
  const played = new Doc()
    .setInt('clear_type', storedClearType(request.intAt('clear_type') ?? 0))
    .setInt('grade', storedGrade(request.intAt('score_grade') ?? 0, traits.highestGrade))
    .setInt('combo', request.intAt('max_chain') ?? 0)
    .setDoc('stats', JUDGEMENTS.reduce((stats, name) => stats.setInt(name, request.intAt(name)), new Doc()));
  await call.data.forPlayer(userId, ({ scores }) =>
    scores.save({ userId, musicId, points, now: call.now, machineId: call.machine.id, played, merge: (old, raised) => mergeBest(old, raised, played) }));
  return element('game_3');
}

/** The best keeps the highest of each; judgements are those of the best points (museca spec 5). */
function mergeBest(old: Doc | undefined, raised: boolean, played: Doc): Doc {
  if (old === undefined) return played.clone();
  const best = old.clone();
  for (const key of ['clear_type', 'grade', 'combo']) raise(best, key, played.int(key));
  return raised ? best.setDoc('stats', played.doc('stats')) : best;
}

async function hiscore(call: Call): Promise<Node> {
  const version = await call.musicVersion();
  const { scores } = call.data;
  const hits = await scores.hitChart(call.series, version, HIT_CHART_SIZE);
  const everywhere = await call.records(version);
  const here = await localRecords(call, version);
  const names = await call.profilesOf([...new Set([...everywhere, ...here].map(({ userId }) => userId))]);
  const record = ({ songId, chart, points, userId }: Score): Node => {
    const profile = names.get(userId);
    return element('info', u32('id', songId), u32('type', chart), str('name', profile?.doc.str('name') ?? ''), str('seq', formatExtid(profile?.extid ?? 0)), u32('score', asU32(points)));
  };
  return element('game_3',
    element('hitchart', hits.map(({ songId, plays }) => element('info', u32('id', songId), u32('cnt', asU32(plays))))),
    element('hiscore_allover', everywhere.map(record)),
    element('hiscore_location', here.map(record)),
    element('clear_rate', await clearRates(call, version)));
}

/** Records among the players who made their profile at the location the cabinet names. */
async function localRecords(call: Call, version: number): Promise<Score[]> {
  const location = parseMachineText(call.request.stringAt('locid'));
  if (location === undefined) return [];
  const players = (await call.data.profiles.all(call.series, call.version)).filter(({ doc }) => doc.optionalInt('loc') === location);
  return call.data.scores.records(call.series, version, players.map(({ userId }) => userId));
}

/** Share of the attempts that were not failed, in hundredths of a percent, of every chart that was played; other networks' attempts count. */
async function clearRates(call: Call, version: number): Promise<Node[]> {
  const own = await call.network.cache.get(`museca|clears|${version}`, RATE_SECONDS, call.now, async () => {
    const outcomes = await call.data.scores.outcomes(call.series, version, 'clear_type');
    return totals(outcomes.map(({ songId, chart, plays, doc }) => ({ songId, chart, plays, clears: doc.int('clear_type', FAILED) === FAILED ? 0 : plays })));
  });
  const charts = totals([...own, ...(await call.others.clearCounts(call.definition, version, call.now))]).filter(({ plays }) => plays > 0);
  return charts.map(({ songId, chart, plays, clears }) => element('d', u32('id', songId), u32('type', chart), s16('cr', Math.min(10_000, Math.trunc((clears / plays) * 10_000)))));
}

/** One entry per chart, in the order of their numbers. */
function totals(counts: readonly ClearCount[]): ClearCount[] {
  const charts = new Map<string, ClearCount>();
  for (const { songId, chart, plays, clears } of counts) {
    const key = `${songId}|${chart}`;
    const entry = charts.get(key) ?? { songId, chart, plays: 0, clears: 0 };
    entry.plays += plays;
    entry.clears += clears;
    charts.set(key, entry);
  }
  return [...charts.values()].sort((a, b) => a.songId - b.songId || a.chart - b.chart);
}

/** Scores, records and rates (museca spec 4.7, 4.8, 4.10). */
export const scoreHandlers = (traits: MusecaTraits): Handlers => ({
  'game_3.load_m': (call) => loadScores(call, traits),
  'game_3.save_m': (call) => saveScore(call, traits),
  'game_3.hiscore': hiscore,
});
