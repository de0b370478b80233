import { copyFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from '@rumpus/storage';
import type { ExternalId } from '../core/external-id.js';
import { mainArtist, type Song } from '../core/models.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Lyrics } from '../lyrics/lyrics.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import { sniffImage } from './audio-sniff.js';
import type { Fetched } from './fetch.js';
import type { Placement } from './placement.js';
import type { Tagger } from './tagger.js';

const maxCoverBytes = 2 * 1024 * 1024;
const coverMs = 10_000;

export interface FinisherOptions {
  readonly embedLyrics: boolean;
  readonly quality: (provider: string) => string;
  readonly onWarning: (message: string, error: unknown) => void;
}

/** Turns a complete raw file into a tagged one in its place, and records it. */
export class Finisher {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly tracks: Tracks,
    private readonly placement: Placement,
    private readonly tagger: Tagger,
    private readonly words: Lyrics,
    private readonly options: FinisherOptions,
  ) {}

  /**
   * The raw file stays where it is: some still read it.
   * @param wanted asked at the last moment, since a star may come while the file is tagged
   * @param user for whom it was fetched
   */
  async finish(id: ExternalId, song: Song, opened: Fetched, wanted: () => Storage, user: string | undefined): Promise<MusicTrack> {
    const { source, provider } = opened.resolved;
    const full = await this.withAlbum(song);
    const cover = await this.cover(full);
    const ready = `${opened.file.path}.ready`;
    await this.write(full, opened, ready, cover);
    const [probed, { size }] = await Promise.all([this.tagger.isAvailable().then((yes) => (yes ? this.tagger.probe(ready) : undefined)), stat(ready)]);
    const previous = await this.tracks.find(id);
    const isTaken = async (path: string): Promise<boolean> => (await this.tracks.byPath(path)) !== null;
    const storage = source.kind === 'http' && !source.keepable ? 'cache' : wanted();
    const path = await this.placement.place(ready, storage, full, opened.container, previous?.path, isTaken);
    if (cover && storage !== 'cache') await this.folderCover(path, cover);
    return await this.tracks.save({
      provider: id.provider,
      externalId: id.id,
      quality: this.options.quality(provider.name),
      path,
      size,
      container: opened.container,
      bitDepth: probed?.bitDepth ?? source.bitDepth ?? null,
      sampleRate: probed?.sampleRate ?? source.sampleRate ?? null,
      bitrate: probed?.bitrate ?? source.bitrate ?? null,
      duration: probed?.duration ?? full.duration ?? null,
      isrc: full.isrc ?? null,
      title: full.title,
      artist: mainArtist(full).name,
      album: full.album?.name ?? '',
      storage,
      requestedBy: user ?? null,
    });
  }

  /** The album knows its artist, its total and its genre; a track alone often does not. */
  private async withAlbum(song: Song): Promise<Song> {
    if (song.album?.id === undefined) return song;
    const album = await this.catalogue.album({ kind: 'album', provider: song.provider, id: song.album.id }, new AbortController().signal).catch(() => undefined);
    const inAlbum = album?.songs?.find((one) => one.id === song.id);
    return inAlbum ? { ...inAlbum, ...defined(song), album: song.album } : song;
  }

  private async write(song: Song, opened: Fetched, ready: string, cover: Buffer | undefined): Promise<void> {
    if (await this.tagger.isAvailable()) {
      const lyrics = this.options.embedLyrics ? await this.lyrics(song) : undefined;
      try {
        return await this.tagger.tag(opened.file.path, ready, song, opened.container, { cover, lyrics });
      } catch (error) {
        this.options.onWarning('A download could not be tagged and is kept as it came', error);
      }
    }
    await copyFile(opened.file.path, ready);
  }

  private async lyrics(song: Song): Promise<string | undefined> {
    return await this.words.of(song, AbortSignal.timeout(coverMs));
  }

  private async cover(song: Song): Promise<Buffer | undefined> {
    if (song.cover === undefined) return undefined;
    const answer = await this.catalogue.providerOf(song)?.openImage(song.cover, AbortSignal.timeout(coverMs)).catch(() => undefined);
    return answer && answer.body.length <= maxCoverBytes && sniffImage(answer.body) ? answer.body : undefined;
  }

  private async folderCover(path: string, cover: Buffer): Promise<void> {
    const file = join(dirname(await this.placement.absolute(path)), 'cover.jpg');
    if (sniffImage(cover) === 'image/jpeg' && !(await stat(file).catch(() => undefined))) await writeAtomic(file, cover);
  }
}

function defined(song: Song): Partial<Song> {
  return Object.fromEntries(Object.entries(song).filter(([, value]) => value !== undefined));
}
