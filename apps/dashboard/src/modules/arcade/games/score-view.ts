import type { Score, Series, Song } from '../api.js';

/** How well a chart was done, whatever the game calls it; worst first. */
export const LAMPS = ['none', 'failed', 'cleared', 'combo', 'perfect'] as const;
export type Lamp = (typeof LAMPS)[number];

const textOf = (score: Score, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = score.details[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
};

/** The game's own word for it, such as `◇ CLEARED`. */
export const markOf = (score: Score): string | null => textOf(score, 'status', 'clear_type', 'clear_status');

/** Grade or rank, such as `Great (良)`. */
export const gradeOf = (score: Score): string | null => textOf(score, 'grade', 'rank');

export function lampOf(score: Score): Lamp {
  const mark = markOf(score) ?? '';
  if (/PERFECT/iu.test(mark)) return 'perfect';
  if (/COMBO/iu.test(mark)) return 'combo';
  if (/CLEAR/iu.test(mark)) return 'cleared';
  return /FAIL/iu.test(mark) ? 'failed' : 'none';
}

/** The longest combo; null when the game told none. */
export function comboOf(score: Score): number | null {
  const combo = score.details['combo'];
  return typeof combo === 'number' && combo > 0 ? combo : null;
}

/** Counts of judgements in the game's order; empty when all are 0 or unknown. */
export const JUDGEMENTS = ['perfect', 'cool', 'great', 'good', 'bad', 'critical', 'near', 'error'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];
export function judgementsOf(score: Score): [Judgement, number][] {
  const counts = JUDGEMENTS.flatMap((name): [Judgement, number][] => {
    const value = score.details[name];
    return typeof value === 'number' ? [[name, value]] : [];
  });
  return counts.some(([, count]) => count > 0) ? counts : [];
}

export const SORTS = ['song', 'points', 'lamp', 'plays', 'at'] as const;
export type Sort = (typeof SORTS)[number];

export interface ScoreFilter {
  q?: string;
  chart?: number;
  lamp?: Lamp;
  sort?: Sort;
  dir?: 'asc' | 'desc';
}

/** Names read from A to Z, everything else best or newest first, unless asked otherwise. */
export const usualDir = (sort: Sort): 'asc' | 'desc' => (sort === 'song' ? 'asc' : 'desc');

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const COMPARE: Readonly<Record<Sort, (a: Score, b: Score) => number>> = {
  song: (a, b) => collator.compare(a.song_name, b.song_name),
  points: (a, b) => a.points - b.points,
  lamp: (a, b) => LAMPS.indexOf(lampOf(a)) - LAMPS.indexOf(lampOf(b)),
  plays: (a, b) => (a.plays ?? 0) - (b.plays ?? 0),
  at: (a, b) => a.at.localeCompare(b.at),
};

const plain = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** What a list shows of some scores, in its order. Ties keep song and chart order, so that a refresh moves nothing. */
export function shownScores(scores: readonly Score[], { q, chart, lamp, sort = 'song', dir = usualDir(sort) }: ScoreFilter): Score[] {
  const term = plain(q ?? '');
  const sign = dir === 'asc' ? 1 : -1;
  return scores
    .filter((score) => (chart === undefined || score.chart === chart) && (lamp === undefined || lampOf(score) === lamp) && (term === '' || plain(`${score.song_name} ${score.player_name}`).includes(term)))
    .sort((a, b) => sign * COMPARE[sort](a, b) || COMPARE.song(a, b) || a.song - b.song || a.chart - b.chart);
}

/** Versions in which something can be looked at: those with songs, else (games without songs) all. Newest first. */
export function versionsWith(series: Series, songs: readonly Song[]): Series['versions'] {
  const used = new Set(songs.flatMap((song) => song.versions));
  const versions = used.size === 0 ? series.versions : series.versions.filter(({ version }) => used.has(version));
  return versions.toReversed();
}

/** Difficulty by chart, easiest first; charts that do not exist are left out. */
export const difficultiesOf = (song: Song): [number, number][] =>
  Object.entries(song.difficulties)
    .map(([chart, difficulty]): [number, number] => [Number(chart), difficulty])
    .filter(([, difficulty]) => difficulty > 0)
    .sort(([a], [b]) => a - b);
