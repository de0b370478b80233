import { encodeText } from '@rumpus/eamuse-protocol';

import type { Doc } from '../../../store/document.js';
import type { Score } from '../../../store/scores.js';
import { packHiscore } from '../shared/hiscore.js';
import { NO_PLAY } from '../shared/medals.js';
import { nameOf, padded } from '../shared/players.js';
import { medalOf } from '../shared/scores.js';
import { flagOfMedal, PLACES } from './charts.js';

const SIZE = 2198;
const SONGS = 1045;
const CHARTS_PACKED = 7;
const NAME_BYTES = 12;
const BEST_SONGS = 20;
const AT_BEST = 68;
const AT_FLAGS = 108;

const CHO = 4;
const BATTLE = 5;
const TOWN = 5;

/** The mode byte of a stored play mode; what the game never sends counts as enjoy. */
function modeByte(playMode: number): number {
  if (playMode === 2 || playMode === 3) return 1;
  if (playMode === BATTLE) return 2;
  if (playMode === CHO) return CHO;
  return playMode >= 13 && playMode <= 15 ? TOWN : 0;
}

/** Where numbers of the profile stand in `b`: offset, bytes, key, and what stands for unset. */
const NUMBERS: readonly (readonly [number, 1 | 2 | 4, string, number])[] = [
  [15, 1, 'last_play_flag', 0], [16, 1, 'medal_and_friend', 0], [37, 1, 'read_news', 0], [38, 1, 'skin_tex_note', 0], [39, 1, 'skin_tex_cmn', 0],
  [40, 1, 'skin_sd_bgm', 0], [41, 1, 'skin_sd_se', 0], [44, 4, 'option', 0], [48, 2, 'jubeat_collabo', 0], [60, 2, 'chara', -1], [62, 2, 'music', 0],
  [64, 1, 'sheet', 0], [65, 1, 'category', 0], [66, 2, 'norma_point', 0],
];

const putNumber = (bytes: Buffer, at: number, size: 1 | 2 | 4, value: number): void => {
  const masked = size === 4 ? value >>> 0 : value & (size === 2 ? 0xff_ff : 0xff);
  bytes.writeUIntLE(masked, at, size);
};

/** The `b` binary (pop'n spec 4.4): name, options, favourites, and a word of flags per song. */
export function basicBytes(doc: Doc, scores: readonly Score[], best: readonly number[]): Buffer {
  const bytes = Buffer.alloc(SIZE);
  encodeText(nameOf(doc), 'shift-jis').subarray(0, NAME_BYTES).copy(bytes);
  bytes[13] = modeByte(doc.int('play_mode'));
  for (const [at, size, key, fallback] of NUMBERS) putNumber(bytes, at, size, doc.int(key, fallback));
  padded(best, BEST_SONGS).forEach((song, i) => bytes.writeInt16LE(song, AT_BEST + 2 * i));
  for (const [song, word] of songFlags(scores)) bytes.writeUInt16LE(word, AT_FLAGS + 2 * song);
  return bytes;
}

/** Old and cho charts of a song share bits: the better flag of the two stands there. */
function songFlags(scores: readonly Score[]): Map<number, number> {
  const flags = new Map<number, Map<number, number>>();
  const words = new Map<number, number>();
  for (const score of scores) {
    const place = PLACES[score.chart];
    const medal = medalOf(score);
    if (place === undefined || medal === NO_PLAY || score.songId >= SONGS) continue;
    const ofSong = flags.get(score.songId) ?? new Map<number, number>();
    const flag = flagOfMedal(medal);
    ofSong.set(place.shift, Math.max(ofSong.get(place.shift) ?? 0, place.enjoy ? Math.min(flag, 1) : flag));
    flags.set(score.songId, ofSong);
    words.set(score.songId, (words.get(score.songId) ?? 0) | place.played);
  }
  for (const [song, ofSong] of flags) for (const [shift, flag] of ofSong) words.set(song, (words.get(song) ?? 0) | (flag << shift));
  return words;
}

/** The `hiscore` binary: seven charts per song; those of the enjoy mode are not sent. */
export function hiscoreBytes(scores: readonly Score[]): Buffer {
  const packed = scores.flatMap(({ songId, chart, points }) => {
    const position = PLACES[chart]?.hiscore;
    return position === undefined ? [] : [{ songId, position, points }];
  });
  return packHiscore(packed, SONGS, CHARTS_PACKED);
}
