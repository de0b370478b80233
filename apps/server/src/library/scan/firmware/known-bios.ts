import { dataTable } from '../platforms/data-tables.js';

interface KnownBios {
  platform_slug: string;
  file_name: string;
  size: number;
  crc: string;
  md5: string;
  sha1: string;
}

let table: Map<string, KnownBios> | undefined;

/**
 * Whether a firmware file is one the known-BIOS table lists: platform slug and file name as spelt, the same size, and at least
 * one hash the same (library-scan spec §18).
 */
export function isKnownBios(platformSlug: string, fileName: string, size: number, hashes: { crc: string; md5: string; sha1: string }): boolean {
  table ??= new Map(dataTable<KnownBios[]>('known-bios').map((row) => [`${row.platform_slug}:${row.file_name}`, row]));
  const known = table.get(`${platformSlug}:${fileName}`);
  return known !== undefined && known.size === size && (known.md5 === hashes.md5 || known.sha1 === hashes.sha1 || known.crc === hashes.crc);
}
