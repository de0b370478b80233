import type { Container } from '../providers/provider.js';

/** Bytes that are enough to tell. */
export const sniffBytes = 64;

/**
 * What a file really is, by its first bytes; undefined when it is no audio we know (an error page, for one). ID3 tags stand before MP3
 * and sometimes before FLAC and AAC; `claimed` decides then.
 */
export function sniffContainer(head: Buffer, claimed: Container): Container | undefined {
  const ascii = (from: number, to: number): string => head.toString('latin1', from, to);
  if (ascii(0, 4) === 'fLaC') return 'flac';
  if (ascii(0, 4) === 'OggS') return ascii(28, 36) === 'OpusHead' ? 'opus' : 'ogg';
  if (ascii(4, 8) === 'ftyp') return 'm4a';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WAVE') return 'wav';
  if (ascii(0, 3) === 'ID3') return claimed === 'flac' || claimed === 'aac' ? claimed : 'mp3';
  if (head.length >= 2 && head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return ((head[1] ?? 0) & 0xf6) === 0xf0 ? 'aac' : 'mp3';
  return undefined;
}

/** The kind of a picture by its first bytes, undefined for anything else, SVG included. */
export function sniffImage(head: Buffer): 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | undefined {
  const ascii = (from: number, to: number): string => head.toString('latin1', from, to);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (ascii(1, 4) === 'PNG' && head[0] === 0x89) return 'image/png';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  return ascii(0, 4) === 'GIF8' ? 'image/gif' : undefined;
}
