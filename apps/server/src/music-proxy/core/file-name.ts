import { albumArtistOf, type Song } from './models.js';

/** Longest file name (with its extension) and folder name in UTF-8 bytes; file systems allow 255, players on shares less. */
const maxBytes = 200;
const reserved = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])$/i;

/**
 * One path segment out of a free text, valid on every common file system (music-proxy spec §5.1): NFC, forbidden and control characters
 * as `_`, no leading dots, no trailing dots or spaces, no reserved Windows name, cut by bytes between code points. Blank: `Unknown`.
 */
export function safeSegment(text: string, limit = maxBytes): string {
  const cleaned = stripControls(text.normalize('NFC')).replace(/[<>:"/\\|?*]/g, '_').trim();
  const cut = cutBytes(cleaned.replace(/^[.\s]+/, ''), limit).replace(/[.\s]+$/, '');
  if (cut === '') return 'Unknown';
  const [stem = ''] = cut.split('.');
  return reserved.test(stem.trim()) ? `_${cut}` : cut;
}

/** `Artist/Album/01 - Title.flac`, with forward slashes; the disc leads the number when the album has several. */
export function trackPath(song: Song, extension: string): string {
  const disc = (song.totalDiscs ?? 1) > 1 || (song.disc ?? 1) > 1 ? `${song.disc ?? 1}-` : '';
  const number = song.track === undefined ? '' : `${disc}${String(song.track).padStart(2, '0')} - `;
  const file = `${safeSegment(number + song.title, maxBytes - Buffer.byteLength(extension) - 1)}.${extension}`;
  return `${safeSegment(albumArtistOf(song))}/${safeSegment(song.album?.name ?? '')}/${file}`;
}

function stripControls(text: string): string {
  // Control, format (bidirectional overrides, zero-width) and lone surrogate code points: invisible, and a way to disguise an extension.
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '_');
}

function cutBytes(text: string, limit: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}
