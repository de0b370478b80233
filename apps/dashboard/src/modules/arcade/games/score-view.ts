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

export const SORTS = ['song', 'category', 'chart', 'player', 'points', 'lamp', 'combo', 'plays', 'at'] as const;
export type Sort = (typeof SORTS)[number];

export interface ScoreFilter {
  q?: string;
  chart?: number;
  /** Part of the series the song came with. */
  category?: number;
  lamp?: Lamp;
  sort?: Sort;
  dir?: 'asc' | 'desc';
}

/** What reads from A to Z, or from easy to hard; everything else stands best or newest first, unless asked otherwise. */
const UPWARDS: ReadonlySet<string> = new Set<Sort | SongSort>(['song', 'artist', 'chart', 'player']);
export const usualDir = (sort: Sort | SongSort): 'asc' | 'desc' => (UPWARDS.has(sort) ? 'asc' : 'desc');

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const COMPARE: Readonly<Record<Exclude<Sort, 'category'>, (a: Score, b: Score) => number>> = {
  song: (a, b) => collator.compare(a.song_name, b.song_name),
  chart: (a, b) => a.chart - b.chart,
  player: (a, b) => collator.compare(a.player_name, b.player_name),
  combo: (a, b) => (comboOf(a) ?? 0) - (comboOf(b) ?? 0),
  points: (a, b) => a.points - b.points,
  lamp: (a, b) => LAMPS.indexOf(lampOf(a)) - LAMPS.indexOf(lampOf(b)),
  plays: (a, b) => (a.plays ?? 0) - (b.plays ?? 0),
  at: (a, b) => a.at.localeCompare(b.at),
};

/** Text as it is compared: half and full width, large and small letters are the same. */
export const plain = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** The category of each song that has one. */
export const categoriesOf = (songs: readonly Song[]): ReadonlyMap<number, number> => new Map(songs.flatMap(({ song, category }) => (category === null ? [] : [[song, category] as const])));

/** What a list shows of some scores, in its order. Ties keep song and chart order, so that a refresh moves nothing. */
export function shownScores(scores: readonly Score[], { q, chart, category, lamp, sort = 'song', dir = usualDir(sort) }: ScoreFilter, categories: ReadonlyMap<number, number> = new Map()): Score[] {
  const term = plain(q ?? '');
  const sign = dir === 'asc' ? 1 : -1;
  const compare = sort === 'category' ? (a: Score, b: Score): number => (categories.get(a.song) ?? -1) - (categories.get(b.song) ?? -1) : COMPARE[sort];
  return scores
    .filter((score) => (chart === undefined || score.chart === chart) && (category === undefined || categories.get(score.song) === category) && (lamp === undefined || lampOf(score) === lamp))
    .filter((score) => term === '' || plain(`${score.song_name} ${score.player_name}`).includes(term))
    .sort((a, b) => sign * compare(a, b) || COMPARE.song(a, b) || a.song - b.song || a.chart - b.chart);
}

export const SONG_SORTS = ['song', 'artist', 'category', 'level'] as const;
export type SongSort = (typeof SONG_SORTS)[number];

const hardest = (song: Song): number => Math.max(0, ...Object.values(song.difficulties));
const COMPARE_SONGS: Readonly<Record<SongSort, (a: Song, b: Song) => number>> = {
  song: (a, b) => collator.compare(a.name, b.name),
  artist: (a, b) => collator.compare(a.artist, b.artist),
  category: (a, b) => (a.category ?? -1) - (b.category ?? -1),
  level: (a, b) => hardest(a) - hardest(b),
};

/** What a list shows of all songs, in its order. */
export function shownSongs(songs: readonly Song[], { q, category, sort = 'song', dir = usualDir(sort) }: { q?: string; category?: number; sort?: SongSort; dir?: 'asc' | 'desc' }): Song[] {
  const term = plain(q ?? '');
  const sign = dir === 'asc' ? 1 : -1;
  return songs
    .filter((song) => (category === undefined || song.category === category) && (term === '' || plain(`${song.name} ${song.artist} ${song.genre}`).includes(term)))
    .sort((a, b) => sign * COMPARE_SONGS[sort](a, b) || COMPARE_SONGS.song(a, b) || a.song - b.song);
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
