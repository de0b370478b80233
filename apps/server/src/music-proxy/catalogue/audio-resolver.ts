import type { ExternalId } from '../core/external-id.js';
import { rank, type Judged, type Recording } from '../core/match.js';
import { mainArtist, type Song } from '../core/models.js';
import { plainTitle } from '../core/normalise.js';
import type { AudioSource, MusicProvider, Quality } from '../providers/provider.js';

/** A track of one provider that stands for a track of another. */
export interface Match {
  readonly provider: string;
  readonly id: string;
}

/** Where matches are remembered. */
export interface MatchMemory {
  /** What may be played for this track from this provider; undefined when nothing was decided yet, null when it was decided that nothing is. */
  recall(track: Match, targetProvider: string): Promise<Match | null | undefined>;
  /** Best first; the first one is the match when its verdict is `accept`, else it goes to the review list. */
  remember(track: Song, targetProvider: string, judged: readonly Judged<Song>[]): Promise<void>;
}

export interface Resolved {
  readonly provider: MusicProvider;
  /** The id at the provider that delivers. */
  readonly id: string;
  readonly source: AudioSource;
}

export interface ResolverOptions {
  /** Providers with audio, in the operator's order. */
  readonly order: readonly MusicProvider[];
  readonly quality: (provider: string) => Quality;
  /** Providers whose short samples may be played when nobody has the whole; none unless the operator allows it. */
  readonly previews: readonly MusicProvider[];
}

const candidates = 10;

/** Which quality to ask a provider for; undefined: it has none that will do. */
export type QualityChoice = (provider: MusicProvider) => Quality | undefined;

/**
 * Finds who can deliver the audio of a track: its own provider, else another one by remembered match, by ISRC, or by a search whose best
 * hit is beyond doubt (music-proxy spec §4.1, §6.2). A provider that fails is passed over.
 */
export class AudioResolver {
  constructor(
    private readonly memory: MatchMemory,
    private readonly options: ResolverOptions,
  ) {}

  /** The quality the operator wants of a provider. */
  wanted(provider: MusicProvider): Quality {
    return this.options.quality(provider.name);
  }

  /** @param choose another quality than the operator's. @returns undefined when nobody has it, or not in such a quality */
  async resolve(track: ExternalId, describe: () => Promise<Song | undefined>, signal: AbortSignal, choose: QualityChoice = (provider) => this.wanted(provider)): Promise<Resolved | undefined> {
    const own = this.options.order.find(({ name }) => name === track.provider);
    if (own && choose(own) === undefined) return undefined;
    const direct = own && (await this.from(own, track.id, choose(own), signal));
    if (direct) return direct;
    const song = await describe();
    if (!song) return undefined;
    for (const provider of this.options.order) {
      if (provider === own) continue;
      const id = await this.counterpart(song, provider, signal).catch(() => undefined);
      if (id === undefined) continue;
      // Whoever would deliver decides: a lesser quality is no reason to play another provider's recording.
      if (choose(provider) === undefined) return undefined;
      const resolved = await this.from(provider, id, choose(provider), signal);
      if (resolved) return resolved;
    }
    return this.preview(song);
  }

  private preview(song: Song): Resolved | undefined {
    const provider = this.options.previews.find(({ name }) => name === song.provider);
    if (!provider?.openAudio || song.preview === undefined) return undefined;
    return { provider, id: song.id, source: { kind: 'http', url: song.preview, container: 'mp3', keepable: false } };
  }

  private async from(provider: MusicProvider, id: string, quality: Quality | undefined, signal: AbortSignal): Promise<Resolved | undefined> {
    try {
      const source = quality && (await provider.resolveAudio?.(id, quality, signal));
      return source && { provider, id, source };
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  }

  private async counterpart(song: Song, provider: MusicProvider, signal: AbortSignal): Promise<string | undefined> {
    const known = await this.memory.recall(song, provider.name);
    if (known !== undefined) return known?.id;
    const judged = await this.judged(song, provider, signal);
    const [best] = judged;
    if (best) await this.memory.remember(song, provider.name, judged);
    return best?.verdict === 'accept' ? best.candidate.id : undefined;
  }

  private async judged(song: Song, provider: MusicProvider, signal: AbortSignal): Promise<Judged<Song>[]> {
    const byIsrc = song.isrc === undefined ? undefined : await provider.songByIsrc?.(song.isrc, signal);
    if (byIsrc) {
      const [same] = rank(recordingOf(song), [byIsrc], recordingOf);
      if (same?.verdict === 'accept') return [same];
    }
    const found = await provider.searchSongs?.(`${plainTitle(song.title)} ${mainArtist(song).name}`, candidates, signal);
    return rank(recordingOf(song), found ?? [], recordingOf);
  }
}

/** What of a song counts when recordings are compared. */
export function recordingOf(song: Song): Recording {
  return { title: song.title, artists: song.artists.map(({ name }) => name), album: song.album?.name, duration: song.duration, isrc: song.isrc, year: song.year };
}
