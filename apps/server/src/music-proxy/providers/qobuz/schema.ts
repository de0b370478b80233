import { z } from 'zod';
import { cleanIsrc, type Album, type Artist, type Playlist, type Song } from '../../core/models.js';
import { id, listOf, maybe, positive, required, text, yearOf } from '../loose.js';

const name = 'qobuz';
const ref = z.object({ id: maybe(id), name: required });
const image = maybe(z.object({ large: text, small: text, thumbnail: text }));
const genre = { genres_list: z.unknown().optional(), genre: maybe(z.object({ name: text })) };
const albumCore = {
  id, title: required, version: text, artist: maybe(ref), image, release_date_original: text, tracks_count: positive, media_count: positive,
  duration: positive, upc: text, label: maybe(z.object({ name: text })), release_type: text, ...genre,
};
const track = z.object({
  id, title: required, version: text, work: text, performer: maybe(ref), composer: maybe(z.object({ name: text })), duration: positive,
  track_number: positive, media_number: positive, isrc: text, copyright: text, parental_warning: z.unknown().optional(), album: maybe(z.object(albumCore)),
});
const items = <S extends z.ZodType>(item: S) => maybe(z.object({ items: listOf(item), total: positive }));
const album = z.object({ ...albumCore, tracks: items(track) });
const artist = z.object({ id, name: required, image, albums_count: positive });
const playlist = z.object({
  id, name: required, description: text, owner: maybe(z.object({ name: text })), tracks_count: positive, duration: positive, created_at: positive,
  images300: z.unknown().optional(), image_rectangle: z.unknown().optional(),
});

export const trackSearch = z.object({ tracks: items(track.transform((data) => toSong(data))) });
export const albumSearch = z.object({ albums: items(album.transform(toAlbum)) });
export const artistSearch = z.object({ artists: items(artist.transform(toArtist)) });
export const playlistSearch = z.object({ playlists: items(playlist.transform(toPlaylist)) });
export const trackAnswer = track.transform((data) => toSong(data));
export const albumAnswer = album.transform(toAlbum);
export const artistAnswer = z.object({ albums: items(album.transform(toAlbum)) }).and(artist.transform(toArtist));
export const playlistAnswer = z.object({ tracks: items(track.transform((data) => toSong(data))) }).and(playlist.transform(toPlaylist));
export const fileAnswer = z.object({ url: text, mime_type: text, bit_depth: positive, sampling_rate: positive, format_id: positive, sample: z.unknown().optional() });

type AlbumCore = z.output<z.ZodObject<typeof albumCore>>;

function toSong(data: z.output<typeof track>, parent?: AlbumCore): Song {
  const of = data.album ?? parent;
  const performer = data.performer ?? of?.artist ?? { name: 'Unknown' };
  const title = data.version === undefined ? data.title : `${data.title} (${data.version})`;
  return {
    provider: name,
    id: data.id,
    title: data.work === undefined || title.startsWith(data.work) ? title : `${data.work}: ${title}`,
    artists: [performer],
    album: of && { id: of.id, name: of.title },
    albumArtist: of?.artist?.name,
    duration: data.duration,
    track: data.track_number,
    disc: data.media_number,
    totalTracks: of?.tracks_count,
    totalDiscs: of?.media_count,
    year: yearOf(of?.release_date_original),
    releaseDate: of?.release_date_original,
    genres: of && genresOf(of),
    isrc: cleanIsrc(data.isrc),
    composers: data.composer?.name === undefined ? undefined : [data.composer.name],
    label: of?.label?.name,
    copyright: data.copyright?.replaceAll('(P)', '℗').replaceAll('(C)', '©'),
    explicit: data.parental_warning === true ? 1 : data.parental_warning === false ? 0 : undefined,
    cover: of && coverOf(of),
  };
}

function toAlbum(data: z.output<typeof album>): Album {
  return {
    provider: name,
    id: data.id,
    title: data.version === undefined ? data.title : `${data.title} (${data.version})`,
    artists: [data.artist ?? { name: 'Unknown' }],
    year: yearOf(data.release_date_original),
    releaseDate: data.release_date_original,
    songCount: data.tracks_count,
    duration: data.duration,
    genres: genresOf(data),
    label: data.label?.name,
    upc: data.upc,
    releaseType: data.release_type,
    cover: coverOf(data),
    songs: data.tracks?.items.length ? data.tracks.items.map((one) => toSong(one, data)) : undefined,
  };
}

function toArtist(data: z.output<typeof artist>): Artist {
  return { provider: name, id: data.id, name: data.name, albumCount: data.albums_count, image: data.image?.large ?? data.image?.small };
}

function toPlaylist(data: z.output<typeof playlist>): Playlist {
  const pictures = [data.image_rectangle, data.images300].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return {
    provider: name,
    id: data.id,
    name: data.name,
    description: data.description,
    curator: data.owner?.name,
    songCount: data.tracks_count,
    duration: data.duration,
    created: data.created_at === undefined ? undefined : new Date(data.created_at * 1000).toISOString(),
    cover: pictures.find((picture): picture is string => typeof picture === 'string'),
  };
}

/** Genres come as paths ("Pop/Rock→Rock"), whose parts repeat (music-proxy spec §4.3). */
function genresOf(data: { genres_list?: unknown; genre?: { name?: string | undefined } | undefined }): string[] | undefined {
  const paths = Array.isArray(data.genres_list) ? (data.genres_list as unknown[]).filter((one): one is string => typeof one === 'string') : [data.genre?.name ?? ''];
  const parts = [...new Set(paths.flatMap((path) => path.split(/[/→]/)).map((part) => part.trim()))].filter((part) => part !== '');
  return parts.length > 0 ? parts : undefined;
}

function coverOf(data: { image?: { large?: string | undefined; small?: string | undefined } | undefined }): string | undefined {
  return data.image?.large ?? data.image?.small;
}
