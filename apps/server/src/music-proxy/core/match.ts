import { cleanIsrc } from './models.js';
import { recordingTags } from './normalise.js';
import { artistsSimilarity, similarity, titleSimilarity } from './similarity.js';

/** What is needed to compare two recordings. */
export interface Recording {
  readonly title: string;
  readonly artists: readonly string[];
  readonly album?: string | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly isrc?: string | undefined;
  readonly year?: number | undefined;
}

/** `accept`: play it. `review`: a person should look. `reject`: something else. */
export type Verdict = 'accept' | 'review' | 'reject';

export interface Judgement {
  /** 0 to 100. */
  readonly score: number;
  readonly verdict: Verdict;
  /** Why, in words for the review list. */
  readonly reasons: readonly string[];
}

/** Largest difference in length, in seconds, of one recording on two services. */
export const durationTolerance = 5;
const acceptFrom = 85;
const acceptWithoutDurationFrom = 92;
const reviewFrom = 70;

/** Decides whether a candidate is the recording that is wanted (music-proxy spec §6.2). */
export function judge(wanted: Recording, candidate: Recording): Judgement {
  const isrc = cleanIsrc(wanted.isrc);
  if (isrc !== undefined && isrc === cleanIsrc(candidate.isrc)) return { score: 100, verdict: 'accept', reasons: ['same ISRC'] };
  const title = titleSimilarity(wanted.title, candidate.title);
  const artist = artistsSimilarity(wanted.artists, candidate.artists);
  const score = Math.round((0.7 * title + 0.3 * artist) * 10) / 10;
  const reasons = [`title ${Math.round(title)}`, `artist ${Math.round(artist)}`];
  const apart = wanted.duration === undefined || candidate.duration === undefined ? undefined : Math.abs(wanted.duration - candidate.duration);
  reasons.push(apart === undefined ? 'length unknown' : `length differs by ${Math.round(apart)} s`);
  if (recordingTags(wanted.title).join() !== recordingTags(candidate.title).join()) {
    reasons.push('another version');
    return { score, verdict: score >= reviewFrom ? 'review' : 'reject', reasons };
  }
  const sure = apart === undefined ? score >= acceptWithoutDurationFrom : score >= acceptFrom && apart <= durationTolerance;
  return { score, verdict: sure ? 'accept' : score >= reviewFrom ? 'review' : 'reject', reasons };
}

/** A candidate with its judgement. */
export interface Judged<T> extends Judgement {
  readonly candidate: T;
}

/** All candidates worth a look, best first; album and year decide between equals, then the given order. */
export function rank<T>(wanted: Recording, candidates: readonly T[], describe: (candidate: T) => Recording): Judged<T>[] {
  const order: Readonly<Record<Verdict, number>> = { accept: 0, review: 1, reject: 2 };
  return candidates
    .map((candidate) => ({ candidate, tie: tieBreak(wanted, describe(candidate)), ...judge(wanted, describe(candidate)) }))
    .filter(({ verdict }) => verdict !== 'reject')
    .sort((a, b) => order[a.verdict] - order[b.verdict] || b.score - a.score || b.tie - a.tie)
    .map(({ candidate, score, verdict, reasons }) => ({ candidate, score, verdict, reasons }));
}

function tieBreak(wanted: Recording, candidate: Recording): number {
  const album = wanted.album === undefined || candidate.album === undefined ? 0 : similarity(wanted.album, candidate.album);
  return album + (wanted.year !== undefined && wanted.year === candidate.year ? 10 : 0);
}
