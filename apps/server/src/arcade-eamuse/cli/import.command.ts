import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { INestApplicationContext } from '@nestjs/common';
import { invalid } from '@rumpus/errors';

import { ImportService } from '../import/import.service.js';
import { type Print, printReport } from './network.commands.js';

/** Largest file after unpacking. */
const MAX_BYTES = 512 << 20;
const GZIP_MAGIC = 0x1f8b;

/** Bytes of a file, unpacked when it is gzip. */
async function readWhole(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  return bytes.length > 2 && bytes.readUInt16BE() === GZIP_MAGIC ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
}

/** `arcade import FILE`: a snapshot of a whole network, or a song table as JSON or CSV. */
export const arcadeImportCommand = {
  name: 'arcade import',
  usage: 'arcade import FILE [--dry-run]',
  summary: 'reads a snapshot (JSON, also gzipped) or a song table (JSON or CSV) into the arcade',
  async run(app: INestApplicationContext, args: readonly string[], print: Print): Promise<number> {
    const file = args.find((arg) => !arg.startsWith('--'));
    if (file === undefined) throw invalid('Usage: arcade import FILE [--dry-run]');
    const options = { title: basename(file), accountId: null, dryRun: args.includes('--dry-run') };
    return printReport(await app.get(ImportService, { strict: false }).importFile(await readWhole(file), options), print);
  },
};
