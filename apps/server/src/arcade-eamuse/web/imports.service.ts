import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { invalid, notFound } from '@rumpus/errors';
import { JobQueue, type JobState } from '@rumpus/queue';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { ImportService, type ImportReport } from '../import/import.service.js';
import { networkImportJob } from '../import/networks/import-job.js';
import { type NetworkImportResult, NetworkImportService } from '../import/networks/network-import.service.js';

export interface ImportView {
  job: string;
  state: JobState;
  current: string | null;
  done: number | null;
  failure: string | null;
  result: NetworkImportResult | null;
}

/** Folders that an admin may name: what lies in here, on the server, he put there himself. */
const FOLDER = 'imports';
const MAX_UNPACKED = 256 << 20;
const GZIP_MAGIC = 0x1f8b;

/** Imports that are started from the dashboard. */
@Injectable()
export class ImportsService {
  constructor(private readonly networks: NetworkImportService, private readonly files: ImportService, private readonly queue: JobQueue, @Inject(CONFIG) private readonly config: Config) {}

  /** Names of the folders below `imports` in the data folder. */
  async folders(): Promise<string[]> {
    const entries = await readdir(join(this.config.server.dataDir, FOLDER), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  }

  async start(accountId: number, request: { kind: 'bemaniutils'; url: string; dry_run: boolean } | { kind: 'asphyxia'; folder: string; dry_run: boolean }): Promise<{ job: string }> {
    const source = request.kind === 'bemaniutils' ? request.url : await this.folder(request.folder);
    const job = await this.queue.add(networkImportJob, this.networks.seal({ kind: request.kind, source, dryRun: request.dry_run, accountId }));
    return { job };
  }

  async view(id: string): Promise<ImportView> {
    const job = await this.queue.get(id);
    if (job?.name !== networkImportJob.name) throw notFound('There is no such import');
    const { current, done } = job.progress ?? {};
    return {
      job: id, state: job.state, current: current ?? null, done: typeof done === 'number' ? done : null, failure: job.failure, result: job.state === 'completed' ? (job.result as NetworkImportResult) : null,
    };
  }

  /** A song table or a snapshot, gzipped or not. */
  importFile(bytes: Buffer, dryRun: boolean): Promise<ImportReport> {
    return this.files.importFile(bytes.length > 2 && bytes.readUInt16BE() === GZIP_MAGIC ? unpack(bytes) : bytes, { dryRun });
  }

  /** Only what is in the list can be named, so no path leads out of it. */
  private async folder(name: string): Promise<string> {
    if (!(await this.folders()).includes(name)) throw notFound(`There is no folder "${name}" in ${FOLDER} of the data folder`);
    return join(this.config.server.dataDir, FOLDER, name);
  }
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw invalid(`The file cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}
