import { z } from 'zod';
import { timestamp, wireTime } from '../shared/wire.js';
import type { Firmware } from './firmware.entity.js';

/** A firmware file (library-api spec §2.3). */
export const firmwareSchema = z
  .object({
    id: z.int(),
    file_name: z.string(),
    file_name_no_tags: z.string(),
    file_name_no_ext: z.string(),
    file_extension: z.string(),
    file_path: z.string(),
    file_size_bytes: z.int(),
    full_path: z.string(),
    is_verified: z.boolean(),
    crc_hash: z.string(),
    md5_hash: z.string(),
    sha1_hash: z.string(),
    missing_from_fs: z.boolean(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Firmware' });
export type FirmwareDto = z.output<typeof firmwareSchema>;

export const toFirmware = (row: Firmware): FirmwareDto => ({
  id: row.id,
  file_name: row.file_name,
  file_name_no_tags: row.file_name_no_tags,
  file_name_no_ext: row.file_name_no_ext,
  file_extension: row.file_extension,
  file_path: row.file_path,
  file_size_bytes: row.file_size_bytes,
  full_path: `${row.file_path}/${row.file_name}`,
  is_verified: row.is_verified,
  crc_hash: row.crc_hash,
  md5_hash: row.md5_hash,
  sha1_hash: row.sha1_hash,
  missing_from_fs: row.missing_from_fs,
  created_at: wireTime(row.created_at),
  updated_at: wireTime(row.updated_at),
});
