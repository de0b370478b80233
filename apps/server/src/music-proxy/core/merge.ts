import { cleanIsrc } from './models.js';
import { foldArtist, titleKey } from './normalise.js';

/** Seconds two lengths of the same recording may differ in a list (music-proxy spec §2.4, search3). */
const listTolerance = 3;

/** What tells songs in a list apart. */
export interface SongIdentity {
  readonly title: string;
  readonly artist: string;
  readonly duration?: number | undefined;
  readonly isrc?: string | undefined;
}

/** What tells albums apart. */
export interface AlbumIdentity {
  readonly title: string;
  readonly artist: string;
}

/** Knows which songs a list has. */
class SongList {
  private readonly durations = new Map<string, (number | undefined)[]>();
  private readonly isrcs = new Set<string>();

  /** Adds a song unless the list has it; says whether it was added. */
  add({ title, artist, duration, isrc }: SongIdentity): boolean {
    const code = cleanIsrc(isrc);
    const key = `${titleKey(title)}|${foldArtist(artist)}`;
    const known = this.durations.get(key) ?? [];
    const sameName = known.some((other) => other === undefined || duration === undefined || Math.abs(other - duration) <= listTolerance);
    if (sameName || (code !== undefined && this.isrcs.has(code))) return false;
    if (code !== undefined) this.isrcs.add(code);
    this.durations.set(key, [...known, duration]);
    return true;
  }
}

/**
 * The external songs that the list does not have yet: not the same ISRC, and not the same title and artist with about the same length.
 * Earlier ones win, so give providers in their order of preference.
 * @param limit most songs to return
 */
export function newSongs<T>(local: readonly SongIdentity[], external: readonly T[], describe: (item: T) => SongIdentity, limit: number): T[] {
  const list = new SongList();
  for (const song of local) list.add(song);
  return external.filter((item) => list.add(describe(item))).slice(0, limit);
}

/** As {@link newSongs} for albums, by title and artist. */
export function newAlbums<T>(local: readonly AlbumIdentity[], external: readonly T[], describe: (item: T) => AlbumIdentity, limit: number): T[] {
  const key = ({ title, artist }: AlbumIdentity): string => `${titleKey(title)}|${foldArtist(artist)}`;
  return distinct(local.map(key), external, (item) => key(describe(item)), limit);
}

/** As {@link newSongs} for artists, by name. */
export function newArtists<T>(local: readonly string[], external: readonly T[], nameOf: (item: T) => string, limit: number): T[] {
  return distinct(local.map(foldArtist), external, (item) => foldArtist(nameOf(item)), limit);
}

function distinct<T>(known: readonly string[], items: readonly T[], keyOf: (item: T) => string, limit: number): T[] {
  const seen = new Set(known);
  return items
    .filter((item) => {
      const key = keyOf(item);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .slice(0, limit);
}

/** Which explicit versions are shown (music-proxy spec §4.1): the filter drops edited or explicit songs; unknown ones pass. */
export type ExplicitFilter = 'All' | 'ExplicitOnly' | 'CleanOnly';

export function passesExplicitFilter(code: number | undefined, filter: ExplicitFilter): boolean {
  if (filter === 'ExplicitOnly') return code !== 3;
  return filter === 'All' || code !== 1;
}
