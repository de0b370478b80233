import type { Answer, StreamAnswer } from '@rumpus/outbound';
import type { Album, Artist, Playlist, Song } from '../core/models.js';

/** File formats audio comes in. */
export type Container = 'flac' | 'mp3' | 'm4a' | 'aac' | 'ogg' | 'opus' | 'wav';

/** How good the audio should be; each provider maps it to what it has, never above. */
export type Quality = (typeof qualities)[number];

/** Best first. */
export const qualities = ['hires', 'lossless', 'high', 'low'] as const;

/** Facts about a file; absent means unknown. */
export interface AudioFacts {
  readonly container: Container;
  readonly bitDepth?: number;
  /** Hz. */
  readonly sampleRate?: number;
  /** kbit/s. */
  readonly bitrate?: number;
  /** Bytes. */
  readonly size?: number;
}

/** Where a track's audio can be had right now. Never anything encrypted. */
export type AudioSource = AudioFacts &
  (
    | {
        readonly kind: 'http';
        readonly url: string;
        readonly headers?: Readonly<Record<string, string>>;
        /** Hex MD5 of the file, when the source publishes one. */
        readonly md5?: string;
        /** False when the licence allows listening but not keeping: the file then never leaves the cache folder. */
        readonly keepable: boolean;
      }
    | { readonly kind: 'file'; readonly path: string }
  );

export interface ProviderHealth {
  readonly healthy: boolean;
  readonly lastError?: string;
  readonly latencyMs?: number;
  readonly circuit: 'closed' | 'open' | 'half-open';
}

/**
 * A catalogue of music outside the library. A method that is missing is a capability the provider does not have. Every method gives
 * up when the signal fires; look-ups give undefined for "no such thing" and throw when the provider fails.
 */
export interface MusicProvider {
  /** As in ids: lower case, no dash. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  /** What ids of this provider look like, checked before one goes into a URL or path. */
  readonly idPattern: RegExp;

  /** Look-ups are calls of another server; what it said is taken for true for a moment. */
  readonly isRemote?: boolean;

  searchSongs?(query: string, limit: number, signal: AbortSignal): Promise<Song[]>;
  searchAlbums?(query: string, limit: number, signal: AbortSignal): Promise<Album[]>;
  searchArtists?(query: string, limit: number, signal: AbortSignal): Promise<Artist[]>;
  searchPlaylists?(query: string, limit: number, signal: AbortSignal): Promise<Playlist[]>;

  song?(id: string, signal: AbortSignal): Promise<Song | undefined>;
  /** With its songs, in order. */
  album?(id: string, signal: AbortSignal): Promise<Album | undefined>;
  artist?(id: string, signal: AbortSignal): Promise<Artist | undefined>;
  /** All of them. */
  artistAlbums?(id: string, signal: AbortSignal): Promise<Album[]>;
  artistTopSongs?(id: string, limit: number, signal: AbortSignal): Promise<Song[]>;
  playlist?(id: string, signal: AbortSignal): Promise<Playlist | undefined>;
  /** All of them, in order. */
  playlistSongs?(id: string, signal: AbortSignal): Promise<Song[]>;
  songByIsrc?(isrc: string, signal: AbortSignal): Promise<Song | undefined>;
  similarSongs?(id: string, limit: number, signal: AbortSignal): Promise<Song[]>;
  chartSongs?(limit: number, signal: AbortSignal): Promise<Song[]>;
  /** LRC or plain text. */
  lyrics?(id: string, signal: AbortSignal): Promise<string | undefined>;

  /** What a track will most likely be in this quality, before it has been asked for. */
  expectedAudio?(quality: Quality): AudioFacts;
  /** Undefined when this provider cannot give the track to this operator (not streamable, sample only, protected). */
  resolveAudio?(id: string, quality: Quality, signal: AbortSignal): Promise<AudioSource | undefined>;
  /** Reads an `http` source, from byte `from` on. Status 206 when the source honours ranges, else 200. */
  openAudio?(source: AudioSource & { kind: 'http' }, from: number, signal: AbortSignal): Promise<StreamAnswer>;

  /** The address of a picture in the smallest size not below `edge` pixels (0: the largest). */
  sizedImage?(url: string, edge: number): string;
  /** Reads a picture this provider named. */
  openImage(url: string, signal: AbortSignal): Promise<Answer>;
  /** A cheap call that fails when the provider is away or refuses us. */
  probe(signal: AbortSignal): Promise<void>;
  health(): ProviderHealth;
  close(): Promise<void>;
}

const capabilityOf = {
  search: 'searchSongs',
  lookup: 'song',
  playlists: 'playlist',
  isrc: 'songByIsrc',
  charts: 'chartSongs',
  related: 'similarSongs',
  audio: 'resolveAudio',
  lyrics: 'lyrics',
} as const satisfies Record<string, keyof MusicProvider>;

export type Capability = keyof typeof capabilityOf;

/** What a provider can do, for people and for choosing one. */
export function capabilitiesOf(provider: MusicProvider): Capability[] {
  return (Object.keys(capabilityOf) as Capability[]).filter((name) => provider[capabilityOf[name]] !== undefined);
}

export const contentTypes: Readonly<Record<Container, string>> = {
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
};

/** The container of a file name or MIME type, undefined when it is none of ours. */
export function containerOf(text: string): Container | undefined {
  const lower = text.toLowerCase().split(';')[0]?.trim() ?? '';
  const byType: Readonly<Record<string, Container>> = {
    'audio/flac': 'flac', 'audio/x-flac': 'flac', 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3', 'audio/mp4': 'm4a', 'audio/x-m4a': 'm4a',
    'audio/aac': 'aac', 'audio/ogg': 'ogg', 'application/ogg': 'ogg', 'audio/opus': 'opus', 'audio/wav': 'wav', 'audio/x-wav': 'wav',
  };
  const extension = /(?:^|\.)([a-z0-9]{2,4})$/.exec(lower)?.[1] ?? '';
  return byType[lower] ?? (extension in contentTypes ? (extension as Container) : extension === 'oga' ? 'ogg' : undefined);
}
