import { qualities, type AudioFacts, type Container, type Quality } from '../providers/provider.js';

/** What a player can take: from its `format` and `maxBitRate` (music-proxy spec §2.4). */
export interface Wish {
  /** As it names it; `raw` for the file as it is. */
  readonly format: string | undefined;
  /** kbit/s; 0: no bound. */
  readonly maxBitrate: number;
  /** Seconds to leave out at the beginning, of sound that is converted. */
  readonly offset: number;
}

/** What the sound is turned into. */
export interface Conversion {
  readonly container: Container;
  /** kbit/s; undefined for formats that lose nothing. */
  readonly bitrate: number | undefined;
}

const lossless = new Set<Container>(['flac', 'wav']);
/** What is made, and at what rate when the player names none. */
const usual: Readonly<Partial<Record<Container, number>>> = { mp3: 320, aac: 256, ogg: 256, opus: 160, flac: 0, wav: 0 };
/** What a file is taken for whose rate nobody knows. */
const assumed: Readonly<Partial<Record<Container, number>>> = { flac: 900, wav: 1411 };
const least = 32;
const most = 320;

/** Whether a player asks for anything but the file as it is. */
export function asksForConversion({ format, maxBitrate }: Wish): boolean {
  return format?.toLowerCase() !== 'raw' && (maxBitrate > 0 || madeOf(format) !== undefined);
}

/** What a file has to be turned into for a player; undefined when it can take it as it is. */
export function conversionOf(wish: Wish, file: AudioFacts): Conversion | undefined {
  if (!asksForConversion(wish)) return undefined;
  const named = madeOf(wish.format);
  const bound = wish.maxBitrate > 0 ? Math.min(most, Math.max(least, wish.maxBitrate)) : undefined;
  const rate = file.bitrate ?? assumed[file.container] ?? most;
  const tooFast = wish.maxBitrate > 0 && rate > wish.maxBitrate;
  if (!tooFast && (named === undefined || named === file.container)) return undefined;
  // A format that loses nothing cannot keep to a bound.
  const container = named === undefined || (tooFast && lossless.has(named)) ? 'mp3' : named;
  if (lossless.has(container)) return { container, bitrate: undefined };
  // More than the file has would only make it larger.
  const own = lossless.has(file.container) ? most : Math.max(least, Math.round(rate));
  return { container, bitrate: Math.min(bound ?? usual[container] ?? most, usual[container] === undefined ? most : own) };
}

/**
 * The best quality of a provider that a player can take as it is, when that is less than the operator wants: then the provider sends less,
 * and nothing has to be converted. Undefined when there is none.
 * @param expected what the provider would send in a quality
 */
export function lesserQuality(wish: Wish, wanted: Quality, expected: (quality: Quality) => AudioFacts | undefined): Quality | undefined {
  if (!asksForConversion(wish)) return undefined;
  const best = qualities.slice(qualities.indexOf(wanted)).find((quality) => {
    const facts = expected(quality);
    return facts !== undefined && conversionOf(wish, facts) === undefined;
  });
  return best === wanted ? undefined : best;
}

function madeOf(format: string | undefined): Container | undefined {
  const name = format?.toLowerCase() === 'oga' ? 'ogg' : format?.toLowerCase();
  return name !== undefined && name in usual ? (name as Container) : undefined;
}
