import { z } from 'zod';
import { cleanIsrc, type Album, type Artist, type ExplicitCode, type NamedRef, type Playlist, type Song } from '../../core/models.js';
import { id, listOf, maybe, positive, required, text, yearOf } from '../loose.js';

const name = 'deezer';
const artistRef = z.object({ id: maybe(id), name: required });
const pictures = { picture_xl: text, picture_big: text, picture_medium: text };
const covers = { cover_xl: text, cover_big: text, cover_medium: text };
const largestCover = (of: { cover_xl?: string; cover_big?: string; cover_medium?: string }): string | undefined => of.cover_xl ?? of.cover_big ?? of.cover_medium;

/** The API says "no" with status 200 (music-proxy spec §4.2). */
export const deezerError = z.object({ error: z.object({ type: text, message: text, code: positive }) });

const track = z.object({
  id,
  title: required,
  isrc: text,
  duration: positive,
  track_position: positive,
  disk_number: positive,
  release_date: text,
  bpm: positive,
  explicit_content_lyrics: z.unknown().optional(),
  explicit_lyrics: z.unknown().optional(),
  preview: text,
  contributors: listOf(artistRef),
  artist: maybe(artistRef),
  album: maybe(z.object({ id: maybe(id), title: text, release_date: text, ...covers })),
});

const album = z.object({
  id,
  title: required,
  nb_tracks: positive,
  duration: positive,
  release_date: text,
  record_type: text,
  label: text,
  upc: text,
  genres: maybe(z.object({ data: listOf(z.object({ name: required })) })),
  contributors: listOf(artistRef),
  artist: maybe(artistRef),
  tracks: maybe(z.object({ data: listOf(track) })),
  ...covers,
});

const artist = z.object({ id, name: required, nb_album: positive, ...pictures });

const playlist = z.object({
  id,
  title: required,
  description: text,
  nb_tracks: positive,
  duration: positive,
  creation_date: text,
  creator: maybe(z.object({ name: text })),
  user: maybe(z.object({ name: text })),
  ...pictures,
});

type Track = z.output<typeof track>;

export const songAnswer = track.transform((data) => toSong(data));
export const albumAnswer = album.transform((data) => toAlbum(data));
export const artistAnswer = artist.transform(toArtist);
export const playlistAnswer = playlist.transform(toPlaylist);

/** A page of a list; `next` is there while more pages follow. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ data: listOf(item), next: text, total: positive });

function toSong(data: Track, parent?: { album: NamedRef; cover?: string | undefined; releaseDate?: string | undefined; artist?: string | undefined }): Song {
  const artists = data.contributors.length > 0 ? data.contributors : [data.artist ?? { name: 'Unknown' }];
  const released = data.release_date ?? data.album?.release_date ?? parent?.releaseDate;
  return {
    provider: name,
    id: data.id,
    title: data.title,
    artists,
    album: data.album?.title === undefined ? parent?.album : { name: data.album.title, id: data.album.id },
    albumArtist: parent?.artist,
    duration: data.duration,
    track: data.track_position,
    disc: data.disk_number,
    year: yearOf(released),
    releaseDate: released,
    bpm: data.bpm,
    isrc: cleanIsrc(data.isrc),
    explicit: explicitCode(data.explicit_content_lyrics, data.explicit_lyrics),
    cover: (data.album && largestCover(data.album)) ?? parent?.cover,
    preview: data.preview,
  };
}

function toAlbum(data: z.output<typeof album>): Album {
  const artists = data.contributors.length > 0 ? data.contributors : [data.artist ?? { name: 'Unknown' }];
  const cover = largestCover(data);
  const genres = data.genres?.data.map((genre) => genre.name);
  const parent = { album: { id: data.id, name: data.title }, cover, releaseDate: data.release_date, artist: (data.artist ?? artists[0])?.name };
  const totalDiscs = Math.max(1, ...(data.tracks?.data ?? []).map((one) => one.disk_number ?? 1));
  const songs = data.tracks?.data.map((one, index) => ({
    ...toSong(one, parent),
    track: one.track_position ?? index + 1,
    totalTracks: data.nb_tracks,
    totalDiscs,
    genres,
    label: data.label,
  }));
  return {
    provider: name,
    id: data.id,
    title: data.title,
    artists,
    year: yearOf(data.release_date),
    releaseDate: data.release_date,
    songCount: data.nb_tracks,
    duration: data.duration,
    genres,
    label: data.label,
    upc: data.upc,
    releaseType: data.record_type,
    cover,
    songs,
  };
}

function toArtist(data: z.output<typeof artist>): Artist {
  return { provider: name, id: data.id, name: data.name, albumCount: data.nb_album, image: data.picture_xl ?? data.picture_big ?? data.picture_medium };
}

function toPlaylist(data: z.output<typeof playlist>): Playlist {
  return {
    provider: name,
    id: data.id,
    name: data.title,
    description: data.description,
    curator: data.creator?.name ?? data.user?.name,
    songCount: data.nb_tracks,
    duration: data.duration,
    cover: data.picture_xl ?? data.picture_big ?? data.picture_medium,
    created: data.creation_date,
  };
}

function explicitCode(content: unknown, flag: unknown): ExplicitCode | undefined {
  if (content === 0 || content === 1 || content === 2 || content === 3 || content === 6 || content === 7) return content;
  return flag === true ? 1 : undefined;
}
