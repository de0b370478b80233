import type { Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Score } from '../../../store/scores.js';
import { raise } from '../../wire-numbers.js';
import { EX, NO_PLAY } from './medals.js';

/** One play of a chart as every version reports it. */
export interface PopnPlay {
  songId: number;
  /** As stored. */
  chart: number;
  points: number;
  /** As stored. */
  medal: number;
  /** Only versions from 22 on send the combo and the judgements. */
  combo?: number | undefined;
  stats?: Doc | undefined;
}

/** Stores a play (pop'n spec 10.3). A chart the music table does not have is left out: the player's other data counts. */
export async function savePlay(call: Call, tables: Tables, userId: UserId, play: PopnPlay): Promise<void> {
  const musicId = await tables.music.idOf(call.series, await call.musicVersion(tables), play.songId, play.chart);
  if (musicId === undefined) return;
  const played = new Doc().setInt('medal', play.medal).setInt('combo', play.combo);
  if (play.stats !== undefined) played.setDoc('stats', play.stats);
  await tables.scores.save({ userId, musicId, points: play.points, now: call.now, machineId: call.machine.id, played, merge: (old, raised) => mergeBest(old, raised, played) });
}

function mergeBest(old: Doc | undefined, raised: boolean, played: Doc): Doc {
  if (old === undefined) return played.clone();
  const best = raise(old.clone(), 'medal', played.int('medal'));
  if (played.has('combo')) raise(best, 'combo', played.int('combo'));
  return raised && played.has('stats') ? best.setDoc('stats', played.doc('stats')) : best;
}

export const medalOf = (score: Score): number => score.doc.int('medal', NO_PLAY);

/** A player's bests on the four charts that all versions but TUNE STREET share. */
export async function sharedScores(call: Call, userId: UserId): Promise<Score[]> {
  return (await call.scoresOf(userId, await call.musicVersion())).filter(({ chart }) => chart <= EX);
}

const JUDGEMENTS = ['cool', 'great', 'good', 'bad'] as const;

/** The play in a `write_music` call; undefined when it names no chart or medal that exists, and is then ignored. */
export function reportedPlay(request: Node, medal: number | undefined): PopnPlay | undefined {
  const songId = request.intAt('music_num');
  const chart = request.intAt('sheet_num');
  const points = request.intAt('score');
  if (songId === undefined || chart === undefined || chart < 0 || chart > EX || points === undefined || points < 0 || medal === undefined) return undefined;
  const stats = JUDGEMENTS.reduce((doc, name) => doc.setInt(name, request.intAt(name)), new Doc());
  return { songId, chart, points, medal, combo: request.intAt('combo'), stats };
}

const CHART_TEXTS = ['Easy', 'Normal', 'Hyper', 'Ex'];
const medalText = (medal: number): string => (medal >= 1100 ? 'Perfect' : medal >= 800 ? 'Full Combo' : medal >= 400 ? 'Cleared' : 'Failed');

/** Tells the webhooks about a play the player chose to share (pop'n spec 3.10). */
export async function sharePlay(call: Call, userId: UserId, play: PopnPlay): Promise<void> {
  const name = (await call.data.profiles.get(call.series, call.version, userId))?.doc.str('name');
  const [song] = (await call.data.music.song(call.series, play.songId)).filter(({ chart }) => chart === play.chart);
  const counts = JUDGEMENTS.map((key) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}s`, String(play.stats?.int(key) ?? 0)] as const);
  call.network.shareScore(call.series, [
    ['Player Name', name ?? 'なし'], ['Song', song?.name ?? ''], ['Artist', song?.artist ?? ''], ['Difficulty', CHART_TEXTS[play.chart] ?? ''],
    ['Your Score', String(play.points)], ['Medal', medalText(play.medal)], ...counts, ['Combo', String(play.combo ?? 0)],
  ]);
}
