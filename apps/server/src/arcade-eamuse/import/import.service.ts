import { Injectable } from '@nestjs/common';
import { invalid } from '@rumpus/errors';

import { PinBox } from '../core/pins.js';
import { ArcadeData } from '../store/arcade-data.js';
import type { ImportResult } from './import-writer.js';
import { type ChartRow, isSongTable, parseSongCsv, parseSongTable, toSnapshotSongs } from './song-table.js';
import { importSnapshot, type SnapshotOptions } from './snapshot.js';

/** Brings song tables and whole snapshots in (docs/arcade.md describes the formats). Each import is a change that can be taken back. */
@Injectable()
export class ImportService {
  constructor(private readonly data: ArcadeData, private readonly pins: PinBox) {}

  /** @throws DomainError `invalid` that names the line or field at fault */
  importFile(bytes: Buffer, options: SnapshotOptions): Promise<ImportResult> {
    const text = bytes.toString('utf8');
    return importSnapshot(this.data, this.pins, /^\s*[[{]/.test(text) ? fromJson(text) : { music: toSnapshotSongs(parseSongCsv(text)) }, options);
  }

  /** @throws DomainError `invalid` */
  importSongs(rows: readonly ChartRow[], options: SnapshotOptions): Promise<ImportResult> {
    return importSnapshot(this.data, this.pins, { music: toSnapshotSongs(rows) }, options);
  }
}

function fromJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`the file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return isSongTable(value) ? { music: toSnapshotSongs(parseSongTable(value)) } : value;
}
