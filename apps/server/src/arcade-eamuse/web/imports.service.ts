import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { conflict, invalid, notFound } from '@rumpus/errors';
import { JobQueue, type JobState, type JobView } from '@rumpus/queue';
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { ImportService } from '../import/import.service.js';
import type { ImportResult } from '../import/import-writer.js';
import { IMPORT_FOLDER, unpackSavedata, UPLOADED } from '../import/networks/asphyxia-upload.js';
import { networkImportJob, type NetworkImportRequest } from '../import/networks/import-job.js';
import { NetworkImportService } from '../import/networks/network-import.service.js';
import { ArcadeData } from '../store/arcade-data.js';
import { note } from './player-admin.service.js';

export interface ImportView {
  job: string;
  kind: NetworkImportRequest['kind'];
  dry_run: boolean;
  state: JobState;
  created_at: string;
  /** The kind of row it is at, and how many of them are done. */
  current: string | null;
  done: number | null;
  failure: string | null;
  result: ImportResult | null;
}

export interface FolderView {
  name: string;
  /** Unpacked here from an upload, so it may be removed here. */
  uploaded: boolean;
}

/** What can be started: a database that is named, or a folder in `imports` of the data folder. */
export type ImportRequest = { kind: 'bemaniutils'; url: string; dry_run: boolean } | { kind: 'asphyxia'; folder: string; dry_run: boolean };

const MAX_UNPACKED = 256 << 20;
const GZIP_MAGIC = 0x1f8b;
/** Imports that the list shows. */
const SHOWN = 20;

/** Imports that are started from the dashboard. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly networks: NetworkImportService,
    private readonly files: ImportService,
    private readonly queue: JobQueue,
    private readonly data: ArcadeData,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The folders below `imports` in the data folder, by name. */
  async folders(): Promise<FolderView[]> {
    const entries = await readdir(join(this.config.server.dataDir, IMPORT_FOLDER), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, uploaded: name.startsWith(UPLOADED) })).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Unpacks a zipped `savedata` folder of asphyxia into a new folder. */
  async upload(caller: Principal, zip: Uint8Array): Promise<FolderView> {
    const name = `${UPLOADED}${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`;
    await unpackSavedata(zip, join(this.config.server.dataDir, IMPORT_FOLDER, name));
    await note(this.data, caller, 'import folder sent', { folder: name });
    return { name, uploaded: true };
  }

  /** Removes what was unpacked from an upload. What somebody put on the server by hand stays. */
  async removeFolder(caller: Principal, name: string): Promise<void> {
    if (!(await this.folders()).some((known) => known.name === name && known.uploaded)) throw notFound('There is no such uploaded folder');
    await rm(join(this.config.server.dataDir, IMPORT_FOLDER, name), { recursive: true });
    await note(this.data, caller, 'import folder removed', { folder: name });
  }

  async start(caller: Principal, request: ImportRequest): Promise<{ job: string }> {
    const source = request.kind === 'bemaniutils' ? request.url : await this.folder(request.folder);
    const job = await this.queue.add(networkImportJob, this.networks.seal({ kind: request.kind, source, dryRun: request.dry_run, accountId: caller.id }));
    if (!request.dry_run) await note(this.data, caller, 'import started', { kind: request.kind, job });
    return { job };
  }

  /** The last imports that were started, newest first, running ones included. */
  async list(): Promise<ImportView[]> {
    return (await this.queue.list({ names: [networkImportJob.name], limit: SHOWN })).map(toView);
  }

  async view(id: string): Promise<ImportView> {
    return toView(await this.job(id));
  }

  /** Stops an import; what it wrote so far is taken back. */
  async cancel(caller: Principal, id: string): Promise<void> {
    await this.job(id);
    if (!(await this.queue.cancel(id))) throw conflict('This import is over');
    await note(this.data, caller, 'import stopped', { job: id });
  }

  /** A song table or a snapshot, gzipped or not. */
  async importFile(caller: Principal, file: { buffer: Buffer; originalname: string }, dryRun: boolean): Promise<ImportResult> {
    const { buffer } = file;
    const bytes = buffer.length > 2 && buffer.readUInt16BE() === GZIP_MAGIC ? unpack(buffer) : buffer;
    const result = await this.files.importFile(bytes, { title: file.originalname, accountId: caller.id, dryRun });
    if (result.change !== null) await note(this.data, caller, 'file imported', { file: file.originalname.slice(0, 255), change: result.change });
    return result;
  }

  private async job(id: string): Promise<JobView> {
    const job = await this.queue.get(id);
    if (job?.name !== networkImportJob.name) throw notFound('There is no such import');
    return job;
  }

  /** Only what is in the list can be named, so no path leads out of it. */
  private async folder(name: string): Promise<string> {
    if (!(await this.folders()).some((known) => known.name === name)) throw notFound(`There is no folder "${name}" in ${IMPORT_FOLDER} of the data folder`);
    return join(this.config.server.dataDir, IMPORT_FOLDER, name);
  }
}

function toView({ id, state, payload, progress, failure, result, createdAt }: JobView): ImportView {
  const { kind, dryRun } = payload as NetworkImportRequest;
  const { current, done } = progress ?? {};
  return {
    job: id, kind, dry_run: dryRun, state, created_at: createdAt.toISOString(), current: current ?? null, done: typeof done === 'number' ? done : null, failure,
    result: state === 'completed' ? (result as ImportResult) : null,
  };
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw invalid(`The file cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}
