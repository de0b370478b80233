import { curatorSlug, formatExternalId } from '../core/external-id.js';
import { trackPath } from '../core/file-name.js';
import { mainArtist, type Album, type Artist, type NamedRef, type Playlist, type Song } from '../core/models.js';
import { contentTypes, type AudioFacts } from '../providers/provider.js';
import type { PlayCount } from '../store/plays.js';
import type { Rated } from '../store/ratings.js';
import type { JsonObject } from './envelope.js';

/** What is known beside the catalogue when an item is shown to a user. */
export interface ShowContext {
  /** Added to names, for operators who want external items marked. Usually empty. */
  readonly label: string;
  /** When the user starred an item, by our id. */
  readonly starred: ReadonlyMap<string, Date>;
  /** How often the user played a song, by our id. */
  readonly played: ReadonlyMap<string, PlayCount>;
  /** What is thought of an item, by our id. */
  readonly rated: ReadonlyMap<string, Rated>;
  /** Facts of the file: of the one on disk, else of what would be delivered. Undefined when unknown. */
  readonly audio: (song: Song) => AudioFacts | undefined;
}

export const songId = (song: Pick<Song, 'provider' | 'id'>): string => formatExternalId({ kind: 'song', ...pick(song) });
export const albumId = (album: Pick<Album, 'provider' | 'id'>): string => formatExternalId({ kind: 'album', ...pick(album) });
export const artistId = (artist: Pick<Artist, 'provider' | 'id'>): string => formatExternalId({ kind: 'artist', ...pick(artist) });
export const playlistId = (playlist: Pick<Playlist, 'provider' | 'id'>): string => formatExternalId({ kind: 'playlist', ...pick(playlist) });

/** A song as the protocol shows it (music-proxy spec §2.3). Unknown numbers are left out, not sent as 0. */
export function songShape(song: Song, context: ShowContext): JsonObject {
  const id = songId(song);
  const artist = mainArtist(song);
  const audio = context.audio(song);
  const container = audio?.container ?? 'mp3';
  const bitrate = audio?.bitrate ?? estimatedBitrate(audio);
  return {
    id,
    parent: song.album?.id && albumId({ provider: song.provider, id: song.album.id }),
    isDir: false,
    title: song.title + context.label,
    album: song.album?.name,
    albumId: song.album?.id && albumId({ provider: song.provider, id: song.album.id }),
    artist: artist.name,
    artistId: artist.id && artistId({ provider: song.provider, id: artist.id }),
    displayArtist: song.artists.map(({ name }) => name).join(', '),
    displayAlbumArtist: song.albumArtist ?? artist.name,
    artists: refs(song.provider, song.artists),
    albumArtists: [{ ...(song.albumArtist === undefined || song.albumArtist === artist.name ? ref(song.provider, artist) : { name: song.albumArtist }) }],
    track: song.track,
    discNumber: song.disc,
    year: song.year,
    ...genreFields(song.genres),
    coverArt: id,
    duration: song.duration && Math.round(song.duration),
    size: audio?.size ?? (song.duration && bitrate ? Math.round(song.duration * bitrate * 125) : undefined),
    bitRate: bitrate && Math.round(bitrate),
    bitDepth: audio?.bitDepth,
    samplingRate: audio?.sampleRate,
    channelCount: 2,
    suffix: container,
    contentType: contentTypes[container],
    path: trackPath(song, container),
    created: createdOf(song.releaseDate, song.year),
    type: 'music',
    mediaType: 'song',
    isVideo: false,
    isrc: song.isrc ? [song.isrc] : undefined,
    explicitStatus: song.explicit === 1 ? 'explicit' : song.explicit === 3 ? 'clean' : '',
    bpm: song.bpm && Math.round(song.bpm),
    musicBrainzId: song.musicBrainzId,
    playCount: context.played.get(id)?.count,
    played: context.played.get(id)?.lastAt.toISOString(),
    starred: context.starred.get(id)?.toISOString(),
    ...ratingFields(id, context),
    isExternal: true,
  };
}

/** An album; `duration` is always a number because clients compute with it. */
export function albumShape(album: Album, context: ShowContext): JsonObject {
  const id = albumId(album);
  const artist = mainArtist(album);
  return {
    id,
    name: album.title + context.label,
    title: album.title + context.label,
    album: album.title,
    artist: artist.name,
    artistId: artist.id && artistId({ provider: album.provider, id: artist.id }),
    displayArtist: album.artists.map(({ name }) => name).join(', '),
    artists: refs(album.provider, album.artists),
    coverArt: id,
    songCount: album.songCount ?? album.songs?.length ?? 0,
    duration: Math.round(album.duration ?? total(album.songs)),
    created: createdOf(album.releaseDate, album.year),
    year: album.year,
    ...genreFields(album.genres),
    isCompilation: album.releaseType === 'compilation' || album.releaseType === 'compile',
    releaseTypes: album.releaseType === undefined ? undefined : [capitalised(album.releaseType)],
    starred: context.starred.get(id)?.toISOString(),
    ...ratingFields(id, context),
    isExternal: true,
  };
}

/** An album with its songs, for getAlbum. */
export function albumWithSongs(album: Album, context: ShowContext): JsonObject {
  return { ...albumShape(album, context), song: (album.songs ?? []).map((song) => songShape(song, context)) };
}

/** An artist; pictures are only reachable through us, so there is no address of the provider's. */
export function artistShape(artist: Artist, context: ShowContext): JsonObject {
  const id = artistId(artist);
  return { id, name: artist.name + context.label, albumCount: artist.albumCount ?? 0, coverArt: id, starred: context.starred.get(id)?.toISOString(), ...ratingFields(id, context), isExternal: true };
}

/** A playlist dressed as an album, the way it appears in searches (music-proxy spec §2.3). */
export function playlistAsAlbum(playlist: Playlist, context: ShowContext): JsonObject {
  const id = playlistId(playlist);
  const curator = playlist.curator === undefined ? '' : ` ${playlist.curator}`;
  const date = playlist.created === undefined ? undefined : new Date(playlist.created);
  const valid = date && !Number.isNaN(date.getTime()) ? date : undefined;
  return {
    id,
    name: playlist.name + context.label,
    title: playlist.name + context.label,
    album: playlist.name,
    artist: `\u{1F3B5} ${capitalised(playlist.provider)}${curator}`,
    artistId: formatExternalId({ kind: 'curator', provider: playlist.provider, id: curatorSlug(playlist.curator) }),
    genre: 'Playlist',
    coverArt: playlist.cover === undefined ? undefined : id,
    songCount: playlist.songCount ?? 0,
    duration: Math.round(playlist.duration ?? 0),
    year: valid?.getUTCFullYear(),
    created: valid?.toISOString(),
    isCompilation: false,
    starred: context.starred.get(id)?.toISOString(),
    isExternal: true,
  };
}

/** Its tracks in that view: grouped under the playlist, in its order. */
export function playlistTracks(playlist: Playlist, songs: readonly Song[], context: ShowContext): JsonObject[] {
  const id = playlistId(playlist);
  return songs.map((song, index) => ({ ...songShape(song, context), album: playlist.name, albumId: id, parent: id, track: index + 1, discNumber: undefined }));
}

const pick = ({ provider, id }: { provider: string; id: string }) => ({ provider, id });

function refs(provider: string, names: readonly NamedRef[]): JsonObject[] {
  return names.map((name) => ref(provider, name));
}

function ref(provider: string, { id, name }: NamedRef): JsonObject {
  return { id: id && artistId({ provider, id }), name };
}

function ratingFields(id: string, { rated }: ShowContext): JsonObject {
  const known = rated.get(id);
  return known ? { userRating: known.own, averageRating: Math.round(known.average * 100) / 100 } : {};
}

function genreFields(genres: readonly string[] | undefined): JsonObject {
  return genres && genres.length > 0 ? { genre: genres[0], genres: genres.map((name) => ({ name })) } : {};
}

function createdOf(date: string | undefined, year: number | undefined): string | undefined {
  const time = Date.parse(date ?? (year === undefined ? '' : `${year}-01-01`));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function estimatedBitrate(audio: AudioFacts | undefined): number | undefined {
  return audio?.container === 'flac' && audio.bitDepth !== undefined && audio.sampleRate !== undefined ? (audio.bitDepth * audio.sampleRate * 2 * 0.65) / 1000 : undefined;
}

function total(songs: readonly Song[] | undefined): number {
  return (songs ?? []).reduce((sum, song) => sum + (song.duration ?? 0), 0);
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
