import { Injectable } from '@nestjs/common';
import { invalid } from '@rumpus/errors';

import { PinBox } from '../core/pins.js';
import { ArcadeData } from '../store/arcade-data.js';
import { isSongTable, parseSongCsv, parseSongTable, toSnapshotSongs } from './song-table.js';
import { importSnapshot } from './snapshot.js';

export interface ImportReport {
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  readonly dryRun: boolean;
}

/** Thrown inside the transaction of a dry run, to undo it. */
class DryRunEnd extends Error {
  constructor(readonly counts: Readonly<Record<string, number>>) {
    super('dry run');
  }
}

/** Brings song tables and whole snapshots in (docs/arcade.md describes the formats). */
@Injectable()
export class ImportService {
  constructor(private readonly data: ArcadeData, private readonly pins: PinBox) {}

  /** @throws DomainError `invalid` that names the line or field at fault */
  async importFile(bytes: Buffer, { dryRun = false }: { dryRun?: boolean } = {}): Promise<ImportReport> {
    const text = bytes.toString('utf8');
    const snapshot = /^\s*[[{]/.test(text) ? fromJson(text) : { music: toSnapshotSongs(parseSongCsv(text)) };
    try {
      const counts = await importSnapshot(this.data, this.pins, snapshot, (written) => {
        if (dryRun) throw new DryRunEnd({ ...written });
      });
      return { counts: { ...counts }, warnings: [], dryRun };
    } catch (error) {
      if (error instanceof DryRunEnd) return { counts: error.counts, warnings: [], dryRun };
      throw error;
    }
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
