import type { FileCategory } from '../roms/rom-file.dto.js';

const AUDIO: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg', ogg: 'audio/ogg', oga: 'audio/ogg', opus: 'audio/ogg', m4a: 'audio/mp4', aac: 'audio/aac', wav: 'audio/wav', flac: 'audio/flac',
};
const DOCUMENTS: Readonly<Record<string, string>> = { pdf: 'application/pdf', md: 'text/markdown' };
const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif', tiff: 'image/tiff', tif: 'image/tiff', bmp: 'image/bmp', avif: 'image/avif',
  mp4: 'video/mp4', webm: 'video/webm', ogv: 'video/ogg', mov: 'video/quicktime', m4v: 'video/x-m4v',
};

/** How a single file is delivered. */
export interface Delivery {
  readonly contentType: string;
  readonly disposition: 'attachment' | 'inline';
}

const find = (table: Readonly<Record<string, string>>, extension: string): string | undefined => (Object.hasOwn(table, extension) ? table[extension] : undefined);

/** Pictures, videos, music and manuals are shown; everything else is saved (library-api spec §9.3). */
export function deliveryOf(fileName: string, category: FileCategory | null): Delivery {
  const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  const shown = (category === 'soundtrack' ? find(AUDIO, extension) : undefined) ?? (category === 'manual' ? find(DOCUMENTS, extension) : undefined) ?? find(PICTURES, extension);
  return shown === undefined ? { contentType: 'application/octet-stream', disposition: 'attachment' } : { contentType: shown, disposition: 'inline' };
}
