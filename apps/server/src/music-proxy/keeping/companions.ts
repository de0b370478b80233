import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from '@rumpus/storage';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import { besideFile, wordsFile } from '../core/lrc.js';
import type { Song } from '../core/models.js';
import type { Covers } from '../covers/covers.js';
import type { Placement } from '../downloads/placement.js';
import type { MusicTrack } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';

const maxCoverBytes = 2 * 1024 * 1024;
const maxWordsBytes = 256 * 1024;
const lookUpMs = 15_000;

export interface CompanionOptions {
  /** Whether words are written beside files that stay. */
  readonly words: boolean;
}

/** What lies beside a file that stays: the album's `cover.jpg`, and the song's words as `.lrc` (music-proxy spec §5.7, §5.10). */
export class Companions {
  private readonly closing = new AbortController();

  constructor(
    private readonly placement: Placement,
    private readonly tracks: Tracks,
    private readonly catalogue: Catalogue,
    private readonly covers: Covers,
    private readonly lyrics: { of(song: Song, signal: AbortSignal): Promise<string | undefined> },
    private readonly options: CompanionOptions,
  ) {}

  /** Puts them there, where they are not yet. What cannot be had is left out. */
  async beside(track: MusicTrack): Promise<void> {
    const id: ExternalId = { kind: 'song', provider: track.provider, id: track.externalId };
    try {
      const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(lookUpMs)]);
      await this.cover(track, id, signal);
      if (this.options.words) await this.words(track, id, signal);
    } catch (error) {
      if (!this.closing.signal.aborted) throw error;
    }
  }

  /** The words beside a song's file; undefined when there is no file, or none beside it. */
  async read({ provider, id }: Pick<Song, 'provider' | 'id'>): Promise<string | undefined> {
    const track = await this.tracks.find({ provider, id });
    if (!track) return undefined;
    const file = besideFile(await this.placement.absolute(track.path));
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile() || info.size > maxWordsBytes) return undefined;
    return await readFile(file, 'utf8').catch(() => undefined);
  }

  close(): void {
    this.closing.abort();
  }

  private async cover(track: MusicTrack, id: ExternalId, signal: AbortSignal): Promise<void> {
    const file = join(dirname(await this.placement.absolute(track.path)), 'cover.jpg');
    if (await stat(file).catch(() => undefined)) return;
    const picture = await this.covers.get(id, 0, signal).catch(() => undefined);
    if (picture?.type === 'image/jpeg' && picture.body.length <= maxCoverBytes) await this.write(track, file, picture.body);
  }

  private async words(track: MusicTrack, id: ExternalId, signal: AbortSignal): Promise<void> {
    const file = besideFile(await this.placement.absolute(track.path));
    if (await stat(file).catch(() => undefined)) return;
    const song = await this.catalogue.song(id, signal).catch(() => undefined);
    const text = song && (await this.lyrics.of(song, signal));
    if (text !== undefined && text !== '♪') await this.write(track, file, wordsFile(text));
  }

  /** The file may have been taken away since: then nothing is left behind. */
  private async write(track: MusicTrack, file: string, content: string | Buffer): Promise<void> {
    if (!(await this.tracks.byPath(track.path))) return;
    await writeAtomic(file, content);
    if (!(await this.tracks.byPath(track.path))) await rm(file, { force: true });
  }
}
