import { durationTolerance } from './match.js';
import type { AlbumIdentity, SongIdentity } from './merge.js';
import { mainArtist, type Album, type Song } from './models.js';
import { foldArtist, foldText, titleKey } from './normalise.js';

/** The album of a provider that is this one: the same artist and title, else the same artist and one title within the other. */
export function sameAlbum(wanted: AlbumIdentity, candidates: readonly Album[]): Album | undefined {
  const artist = foldArtist(wanted.artist);
  const title = foldText(wanted.title);
  if (artist === '' || title === '') return undefined;
  const ofArtist = candidates.filter((one) => foldArtist(mainArtist(one).name) === artist);
  return ofArtist.find((one) => titleKey(one.title) === titleKey(wanted.title)) ?? ofArtist.find((one) => isWithin(title, foldText(one.title)) || isWithin(foldText(one.title), title));
}

/** Songs of a provider's album that the library's does not have: another title, or another length of the same. */
export function missingSongs(own: readonly SongIdentity[], theirs: readonly Song[]): Song[] {
  return theirs.filter(
    (song) =>
      !own.some(({ title, duration }) => titleKey(title) === titleKey(song.title) && (duration === undefined || song.duration === undefined || Math.abs(duration - song.duration) <= durationTolerance)),
  );
}

/** Albums of a provider's artist that the library does not have; of those of the same title and year the first. */
export function missingAlbums(own: readonly string[], theirs: readonly Album[]): Album[] {
  const seen = new Set(own.map(titleKey));
  const years = new Set<string>();
  return theirs.filter((album) => {
    const key = `${titleKey(album.title)}|${album.year ?? ''}`;
    if (seen.has(titleKey(album.title)) || years.has(key)) return false;
    years.add(key);
    return true;
  });
}

/** Whole words within whole words: "Go" is not within "Golden". */
function isWithin(part: string, whole: string): boolean {
  return ` ${whole} `.includes(` ${part} `);
}
