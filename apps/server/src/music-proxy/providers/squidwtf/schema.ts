import { z } from 'zod';
import { cleanIsrc, type Album, type Artist, type NamedRef, type Playlist, type Song } from '../../core/models.js';
import { id, listOf, maybe, positive, required, text, yearOf } from '../loose.js';

const name = 'squidwtf';
const ref = z.object({ id: maybe(id), name: required, picture: text });
const track = z.object({
  id, title: required, version: text, duration: positive, trackNumber: positive, volumeNumber: positive, isrc: text, copyright: text,
  explicit: z.unknown().optional(), bpm: positive, streamStartDate: text, artist: maybe(ref), artists: listOf(ref),
  album: maybe(z.object({ id: maybe(id), title: text, cover: text, releaseDate: text })),
});
const album = z.object({
  id, title: required, version: text, cover: text, releaseDate: text, numberOfTracks: positive, numberOfVolumes: positive, duration: positive,
  upc: text, copyright: text, artist: maybe(ref), artists: listOf(ref), items: listOf(z.union([z.object({ item: track }).transform(({ item }) => item), track])),
});
const artist = z.object({ id, name: required, picture: text });
const playlist = z.object({
  uuid: id, title: required, description: text, numberOfTracks: positive, duration: positive, created: text, squareImage: text, image: text,
  creator: maybe(z.object({ name: text })),
});

/** Server versions put the payload at the root or below `data`, as an object or as an array of one (music-proxy spec §4.4). */
export function payload(answer: unknown): Record<string, unknown> {
  const below = isRecord(answer) && 'data' in answer ? answer['data'] : answer;
  const first: unknown = Array.isArray(below) ? below.find(isRecord) : below;
  return isRecord(first) ? first : {};
}

/** Found items: below `key`, or at the top of the payload. */
export function hits(answer: unknown, key: 'tracks' | 'albums' | 'artists' | 'playlists'): unknown {
  const body = payload(answer);
  const nested = body[key];
  return isRecord(nested) ? nested['items'] : Array.isArray(nested) ? nested : body['items'];
}

export const songs = listOf(track.transform((data) => toSong(data)));
export const albums = listOf(album.transform(toAlbum));
export const artists = listOf(artist.transform(toArtist));
export const playlists = listOf(playlist.transform(toPlaylist));
export const oneSong = track.transform((data) => toSong(data));
export const oneAlbum = album.transform(toAlbum);
export const oneArtist = artist.transform(toArtist);
export const onePlaylist = playlist.transform(toPlaylist);
/** Playlist entries come wrapped or bare. */
export const entries = listOf(z.union([z.object({ item: track }).transform(({ item }) => toSong(item)), track.transform((data) => toSong(data))]));

/** What a track call answers: a description of the file, in Base64. */
export const manifestAnswer = z.object({
  manifest: required, manifestMimeType: text, audioQuality: text, bitDepth: positive, sampleRate: positive,
});
/** The direct form of that description. */
export const directManifest = z.object({ mimeType: text, codecs: text, encryptionType: text, urls: z.array(z.url()).min(1) });

/** Pictures are named by a UUID whose dashes are folders. */
export function pictureUrl(picture: string | undefined, size: string): string | undefined {
  return picture !== undefined && /^[A-Za-z0-9-]{8,64}$/.test(picture) ? `https://resources.tidal.com/images/${picture.replaceAll('-', '/')}/${size}.jpg` : undefined;
}

function toSong(data: z.output<typeof track>, parent?: Pick<Album, 'id' | 'title' | 'cover' | 'releaseDate' | 'songCount' | 'artists'> & { totalDiscs?: number | undefined }): Song {
  const released = data.album?.releaseDate ?? parent?.releaseDate ?? data.streamStartDate?.slice(0, 10);
  return {
    provider: name,
    id: data.id,
    title: data.version === undefined || data.title.includes(data.version) ? data.title : `${data.title} (${data.version})`,
    artists: refs(data),
    album: data.album?.title === undefined ? parent && { id: parent.id, name: parent.title } : { id: data.album.id, name: data.album.title },
    albumArtist: parent?.artists[0]?.name,
    duration: data.duration,
    track: data.trackNumber,
    disc: data.volumeNumber,
    totalTracks: parent?.songCount,
    totalDiscs: parent?.totalDiscs,
    year: yearOf(released),
    releaseDate: released,
    bpm: data.bpm,
    isrc: cleanIsrc(data.isrc),
    copyright: data.copyright,
    explicit: data.explicit === true ? 1 : data.explicit === false ? 0 : undefined,
    cover: pictureUrl(data.album?.cover, '1280x1280') ?? parent?.cover,
  };
}

function toAlbum(data: z.output<typeof album>): Album {
  const base = {
    provider: name,
    id: data.id,
    title: data.title,
    artists: refs(data),
    year: yearOf(data.releaseDate),
    releaseDate: data.releaseDate,
    songCount: data.numberOfTracks,
    duration: data.duration,
    upc: data.upc,
    cover: pictureUrl(data.cover, '1280x1280'),
  };
  const parent = { ...base, totalDiscs: data.numberOfVolumes };
  return data.items.length === 0 ? base : { ...base, songs: data.items.map((item) => toSong(item, parent)) };
}

function toArtist(data: z.output<typeof artist>): Artist {
  return { provider: name, id: data.id, name: data.name, image: pictureUrl(data.picture, '750x750') };
}

function toPlaylist(data: z.output<typeof playlist>): Playlist {
  return {
    provider: name,
    id: data.uuid,
    name: data.title,
    description: data.description,
    curator: data.creator?.name,
    songCount: data.numberOfTracks,
    duration: data.duration,
    created: data.created,
    cover: pictureUrl(data.squareImage ?? data.image, '1080x1080'),
  };
}

function refs(data: { artist?: NamedRef | undefined; artists: readonly NamedRef[] }): NamedRef[] {
  const found = data.artists.length > 0 ? data.artists : data.artist ? [data.artist] : [];
  return found.length > 0 ? found.map(({ id, name }) => ({ id, name })) : [{ name: 'Unknown' }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
