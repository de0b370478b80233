import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fsPath } from '@rumpus/storage';
import type { IAudioMetadata } from 'music-metadata';
import type { TrackMeta } from '../../roms/rom-file.dto.js';

/** What a sound file says of itself; where its cover is kept is another's business. */
export type TrackTags = Omit<TrackMeta, 'cover_path'>;

/** An embedded picture that can be kept. */
export interface TrackCover {
  readonly extension: 'jpg' | 'png';
  readonly bytes: Uint8Array;
}

const READABLE = new Set(['mp3', 'ogg', 'oga', 'opus', 'm4a', 'aac', 'wav', 'flac']);
/** Larger files aren't looked into (library-scan spec §6.1). */
const MOST_BYTES = 512 * 2 ** 20;
/** More than any scan of a booklet; a bound on what one file can make the server write. */
const MOST_COVER_BYTES = 32 * 2 ** 20;

const PICTURES: readonly { readonly extension: TrackCover['extension']; readonly magic: Buffer }[] = [
  { extension: 'jpg', magic: Buffer.from([0xff, 0xd8, 0xff]) },
  { extension: 'png', magic: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
];

/** Whether tags are read of a file at all (library-scan spec §6.1). @param size bytes */
export const hasReadableTags = (fileName: string, size: number): boolean =>
  size <= MOST_BYTES && READABLE.has(fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase());

/**
 * Reads tags and length of a sound file.
 * @throws when the file is no sound, is cut short where its tags are, or can't be read
 */
export async function readTrackTags(path: string): Promise<TrackTags> {
  const metadata = await parse(path);
  if (metadata.format.codec === undefined && metadata.format.container === undefined) throw new Error('It holds no sound that is known');
  return tagsOf(metadata);
}

/** The embedded front cover, a JPEG or a PNG by its content; undefined without one. @throws as {@link readTrackTags} */
export async function readTrackCover(path: string): Promise<TrackCover | undefined> {
  return coverOf(await parse(path));
}

/** The parser is large, and most scans meet no sound file. */
async function parse(path: string): Promise<IAudioMetadata> {
  const { parseFile, parseStream } = await import('music-metadata');
  const place = fsPath(path);
  if (typeof place === 'string') return parseFile(place, { duration: true });
  const { size } = await stat(place);
  return parseStream(createReadStream(place), { path, size }, { duration: true });
}

function tagsOf(metadata: IAudioMetadata): TrackTags {
  const { common, format } = metadata;
  return {
    title: textOf(common.title),
    artist: textOf(common.artist),
    album: textOf(common.album),
    genre: textOf(common.genre?.join(', ')),
    year: yearOf(common.date) ?? yearOf(common.year?.toString()),
    track: common.track.no,
    disc: common.disk.no,
    duration_seconds: format.duration === undefined || !Number.isFinite(format.duration) ? null : Math.round(format.duration * 1000) / 1000,
    has_embedded_cover: coverOf(metadata) !== undefined,
  };
}

function coverOf({ common }: IAudioMetadata): TrackCover | undefined {
  const front = common.picture?.find(({ type }) => type === 'Cover (front)') ?? common.picture?.[0];
  if (front === undefined || front.data.length > MOST_COVER_BYTES) return undefined;
  // By the content and not by what the tag says: it is served under this name later.
  const known = PICTURES.find(({ magic }) => magic.equals(front.data.subarray(0, magic.length)));
  return known && { extension: known.extension, bytes: front.data };
}

/** Trimmed and without NUL, which old tags are padded with and databases refuse; null when nothing is left. */
function textOf(value: string | undefined): string | null {
  const text = value?.replaceAll('\0', ' ').trim().slice(0, 1000);
  return text ? text : null;
}

/** The first four digits in a row. */
function yearOf(date: string | undefined): number | null {
  const digits = date?.match(/\d{4}/u)?.[0];
  return digits === undefined ? null : Number(digits);
}
