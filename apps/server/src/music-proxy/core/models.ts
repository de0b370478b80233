/** A name with the provider's id, when it has one. */
export interface NamedRef {
  readonly id?: string;
  readonly name: string;
}

/** 0 clean, 1 explicit, 3 edited version; 2, 6 and 7 say that it is not known (music-proxy spec §4.1). */
export type ExplicitCode = 0 | 1 | 2 | 3 | 6 | 7;

/** A track as a provider describes it. Ids are the provider's own; absent means unknown, never 0 or "". */
export interface Song {
  readonly provider: string;
  readonly id: string;
  readonly title: string;
  /** All credited artists, main one first; at least one. */
  readonly artists: readonly NamedRef[];
  readonly album?: NamedRef;
  readonly albumArtist?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly track?: number;
  readonly disc?: number;
  readonly totalTracks?: number;
  readonly totalDiscs?: number;
  readonly year?: number;
  /** `2001-03-07`. */
  readonly releaseDate?: string;
  readonly genres?: readonly string[];
  readonly bpm?: number;
  /** Upper case, without dashes. */
  readonly isrc?: string;
  readonly composers?: readonly string[];
  readonly label?: string;
  readonly copyright?: string;
  readonly explicit?: ExplicitCode;
  /** Address of the largest picture. */
  readonly cover?: string;
  /** Address of a short sample, if the provider gives one. */
  readonly preview?: string;
  readonly musicBrainzId?: string;
}

export interface Album {
  readonly provider: string;
  readonly id: string;
  readonly title: string;
  readonly artists: readonly NamedRef[];
  readonly year?: number;
  readonly releaseDate?: string;
  readonly songCount?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly genres?: readonly string[];
  readonly label?: string;
  readonly upc?: string;
  /** `album`, `single`, `ep`, `compilation`. */
  readonly releaseType?: string;
  readonly cover?: string;
  /** Present on a look-up, absent in search results. */
  readonly songs?: readonly Song[];
}

export interface Artist {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly albumCount?: number;
  readonly image?: string;
}

export interface Playlist {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly curator?: string;
  readonly songCount?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly cover?: string;
  /** ISO 8601. */
  readonly created?: string;
}

/** The artist shown for a track or album. */
export function mainArtist(item: { readonly artists: readonly NamedRef[] }): NamedRef {
  return item.artists[0] ?? { name: 'Unknown' };
}

/** The folder and album-artist name of a track (music-proxy spec §5.1). */
export function albumArtistOf(song: Song): string {
  return song.albumArtist ?? mainArtist(song).name;
}

/** An ISRC in comparable form, undefined when it is none. */
export function cleanIsrc(text: string | undefined | null): string | undefined {
  const bare = (text ?? '').replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(bare) ? bare : undefined;
}
