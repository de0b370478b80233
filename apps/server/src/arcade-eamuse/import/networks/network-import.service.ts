import { Injectable } from '@nestjs/common';
import { Sealer } from '@rumpus/config';
import { type JobContext, JobHandler } from '@rumpus/queue';

import { PinBox } from '../../core/pins.js';
import { GameRegistry } from '../../dispatch/registry.js';
import { ArcadeData } from '../../store/arcade-data.js';
import { AsphyxiaImport } from './asphyxia.js';
import { BemaniutilsImport } from './bemaniutils.js';
import { BemaniutilsSource } from './bemaniutils-source.js';
import { networkImportJob, type NetworkImportRequest } from './import-job.js';
import { type ImportReport, type ImportResult, ImportRun } from '../import-writer.js';

export interface ImportOptions {
  dryRun: boolean;
  accountId: number | null;
  signal?: AbortSignal;
  onProgress?: (kind: string, done: number) => void;
}

const PLACE = 'arcade.import|source';
const seconds = (): number => Math.floor(Date.now() / 1000);

/** Takes other servers' players and scores over: from a bemaniutils database or an asphyxia folder. All of it, or nothing; and it can be undone. */
@Injectable()
export class NetworkImportService {
  constructor(private readonly data: ArcadeData, private readonly pins: PinBox, private readonly registry: GameRegistry, private readonly sealer: Sealer) {}

  /** The address of a database holds a password, so it waits sealed. */
  seal(request: Omit<NetworkImportRequest, 'source'> & { source: string }): NetworkImportRequest {
    return { ...request, source: this.sealer.seal(request.source, PLACE) };
  }

  @JobHandler(networkImportJob)
  run({ kind, source, dryRun, accountId }: NetworkImportRequest, { signal, progress }: JobContext): Promise<unknown> {
    const options = { dryRun, accountId, signal, onProgress: (current: string, done: number) => progress({ current, done }) };
    const opened = this.sealer.open(source, PLACE);
    return kind === 'bemaniutils' ? this.bemaniutils(opened, options) : this.asphyxia(opened, options);
  }

  /** @param address `mysql://user:password@host/database` */
  async bemaniutils(address: string, options: ImportOptions): Promise<ImportResult> {
    const source = await BemaniutilsSource.open(address);
    try {
      return await this.take(`bemaniutils ${new URL(address).host}${new URL(address).pathname}`, options, (run) => new BemaniutilsImport(this.data, source, run, this.pins, this.registry, seconds()).start());
    } finally {
      await source.close();
    }
  }

  async asphyxia(folder: string, options: ImportOptions): Promise<ImportResult> {
    return this.take('asphyxia', options, (run) => new AsphyxiaImport(folder, run, this.pins, this.registry, seconds()).start());
  }

  /** What fails in the middle is taken back. */
  private async take(title: string, { dryRun, accountId, signal, onProgress }: ImportOptions, work: (run: ImportRun) => Promise<ImportReport>): Promise<ImportResult> {
    const change = dryRun ? undefined : (await this.data.transaction(({ changes }) => changes.begin({ kind: 'import', title, accountId, now: seconds() }))).id;
    try {
      const report = await work(new ImportRun(this.data, change, signal ?? new AbortController().signal, onProgress ?? (() => undefined)));
      if (change !== undefined) await this.data.transaction(({ changes }) => changes.setReport(change, report));
      return { ...report, dry_run: dryRun, change: change ?? null };
    } catch (error) {
      if (change !== undefined) await this.data.transaction(({ changes }) => changes.undo(change, seconds()));
      throw error;
    }
  }
}
