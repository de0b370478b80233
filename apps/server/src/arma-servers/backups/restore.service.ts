import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, Sealer, type Config } from '@rumpus/config';
import { transaction } from '@rumpus/persistence';
import { STARTABLE } from '@rumpus/process-supervisor';
import { JobAborted, JobHandler, type JobContext, type PayloadOf } from '@rumpus/queue';
import { writeAtomic } from '@rumpus/storage';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { ConfigService } from '../configuration/config.service.js';
import type { ServerPaths } from '../configuration/files/model.js';
import { invalidInput, LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { ServerLocks } from '../supervision/server-locks.js';
import { readArchive, type ReadArchive } from './archive-reader.js';
import { badBackup } from './archive-format.js';
import type { RestorePart } from './backup.dto.js';
import { ArmaBackup, ArmaRestore, type RestoreReport } from './backup.entities.js';
import { BackupFiles } from './backup-files.js';
import { PASSPHRASE_PLACE, restoreJob } from './backup-jobs.js';
import { BackupsService } from './backups.service.js';
import { missionRows } from './mission-files.js';
import { unlock } from './passphrase.js';
import { restoreRows } from './restore-rows.js';
import { SECRETS_PLACE, SERVER_ROWS, type ServerRows } from './server-rows.js';
import { filesBelow, isKept } from './snapshot.js';
import { exists, MOVE, planMove, swapBack, swapIn, type Move } from './swap.js';

const JOURNAL = z.strictObject({ restore_id: z.int(), moves: z.array(MOVE) });
const STAGING = '.restore-';
const SECRETS = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Puts a server back to what it was. Everything is unpacked, checked and prepared beside the server first; then folders are swapped
 * and rows are written in one transaction. Whatever breaks off in between, the manager that comes next sees in the row of the restore
 * whether it happened, and finishes it or takes it back.
 */
@Injectable()
export class RestoreService implements OnModuleInit {
  private readonly logger = new Logger('backups');
  /** Restores and the mending of broken ones, one after the other: mending must never see the folder of one that is at work. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(ArmaRestore) private readonly restores: Repository<ArmaRestore>,
    @InjectRepository(ArmaBackup) private readonly backups: Repository<ArmaBackup>,
    private readonly service: BackupsService,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly files: BackupFiles,
    private readonly configs: ConfigService,
    private readonly locks: ServerLocks,
    private readonly lease: HostLease,
    private readonly sealer: Sealer,
    private readonly events: EventsService,
  ) {}

  onModuleInit(): void {
    this.lease.on('acquired', () => this.inTurn(() => this.mend()));
  }

  @JobHandler(restoreJob)
  async run(payload: PayloadOf<typeof restoreJob>, context: JobContext): Promise<unknown> {
    await this.lease.settled();
    return this.inTurn(() => this.runNow(payload, context));
  }

  private async runNow({ restore_id: id, passphrase }: PayloadOf<typeof restoreJob>, { signal, progress }: JobContext): Promise<unknown> {
    const restore = await this.restores.findOneBy({ id });
    if (restore === null || restore.status === 'done' || restore.status === 'failed') return { status: restore?.status ?? 'gone' };
    await this.restores.update({ id }, { status: 'running' });
    const staging = await this.files.staging(`${STAGING}${String(id)}`);
    try {
      const opened = passphrase === null ? undefined : this.sealer.open(passphrase, PASSPHRASE_PLACE);
      const report = await this.restore(restore, opened, staging, signal, (current) => progress({ current }));
      return { status: 'done', report };
    } catch (error) {
      // Nothing has changed yet; the next manager begins anew.
      if (error instanceof JobAborted && error.why === 'shutdown') throw error;
      await this.restores.update({ id }, { status: 'failed', error: (error instanceof Error ? error.message : 'failed').slice(0, 2_000), finished_at: new Date() });
      throw error;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  private async restore(restore: ArmaRestore, passphrase: string | undefined, staging: string, signal: AbortSignal, step: (what: string) => void): Promise<RestoreReport> {
    const backup = await this.backups.findOneByOrFail({ id: restore.backup_id });
    const actor = restore.created_by as Actor;
    const server = await this.servers.get(restore.server_id);
    this.lease.assertOwner(server);
    return this.locks.hold(server.id, 'a backup is being restored', async () => {
      await this.assertStopped(server.id);
      const parts = new Set(restore.parts);
      step('safety backup');
      await this.service.forSafety(server, parts.has('missions') && backup.include_missions, actor, signal);
      step('unpacking');
      const { manifest, rows } = await readArchive(await this.files.existing(backup), this.files.limits, join(staging, 'new'));
      const checked = this.checkRows(rows);
      const secrets = await this.secretsOf(checked, passphrase);
      const missions = parts.has('missions') && manifest.include_missions ? await missionRows(server.id, join(staging, 'new/files/mpmissions'), checked, actor) : undefined;
      signal.throwIfAborted();
      step('swapping');
      const moves = await this.plan(this.models.paths(server.id), staging, parts, manifest);
      await writeAtomic(join(staging, 'journal.json'), JSON.stringify({ restore_id: restore.id, moves }), { mode: 0o600 });
      const report = await this.carryOut(restore, moves, { server, rows: checked, parts, secrets, missions, actor });
      await this.events.record(server, 'backup_restored', actor, { backup_id: backup.id, parts: restore.parts, warnings: report.warnings });
      return report;
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Files first, then all rows with the one that makes it true; if that fails the files go back. */
  private async carryOut(restore: ArmaRestore, moves: readonly Move[], plan: Parameters<typeof restoreRows>[2]): Promise<RestoreReport> {
    try {
      await swapIn(moves);
      return await transaction(this.restores.manager, async (manager) => {
        const report = await restoreRows(manager, this.configs, plan);
        await manager.update(ArmaRestore, { id: restore.id }, { status: 'done', report, finished_at: new Date() });
        return report;
      });
    } catch (error) {
      await swapBack(moves);
      throw error;
    }
  }

  private async assertStopped(serverId: number): Promise<void> {
    const { status } = await this.servers.get(serverId);
    if (!STARTABLE.includes(status)) throw new LanguardError('INVALID_TRANSITION', `A server that is ${status} can't be restored; stop it first`, { status });
  }

  private checkRows(rows: unknown): ServerRows {
    const result = SERVER_ROWS.safeParse(rows);
    if (!result.success) throw badBackup(`The rows of the server are not as they should be: ${result.error.issues[0]?.path.join('.') ?? ''} ${result.error.issues[0]?.message ?? ''}`);
    this.configs.check(result.data.config);
    return result.data;
  }

  /** @throws LanguardError `VALIDATION_ERROR` when a passphrase was given that is not the one */
  private async secretsOf({ secrets: { sealed, locked } }: ServerRows, passphrase: string | undefined): Promise<Record<string, Record<string, unknown>> | undefined> {
    if (passphrase !== undefined && locked !== null) {
      const text = await unlock(locked, passphrase);
      if (text === undefined) throw invalidInput({ path: 'passphrase', rule: 'wrong', message: 'is not the one of this backup' });
      return SECRETS.parse(JSON.parse(text));
    }
    try {
      return SECRETS.parse(JSON.parse(this.sealer.open(sealed, SECRETS_PLACE)));
    } catch {
      return undefined;
    }
  }

  /** Reports and logs of the profile are in no backup; they get a second name in the new folder, so that they stay. */
  private async plan(paths: ServerPaths, staging: string, parts: ReadonlySet<RestorePart>, { include_missions: withMissions }: ReadArchive['manifest']): Promise<Move[]> {
    const fresh = (name: string): string => join(staging, 'new/files', name);
    const moves: Move[] = [];
    if (parts.has('profile')) {
      await mkdir(fresh('profiles'), { recursive: true, mode: 0o700 });
      for (const path of (await filesBelow(paths.profiles)).filter((candidate) => !isKept(candidate.slice(candidate.lastIndexOf('/') + 1)))) {
        await mkdir(dirname(join(fresh('profiles'), path)), { recursive: true, mode: 0o700 });
        await link(join(paths.profiles, path), join(fresh('profiles'), path)).catch(() => undefined);
      }
      moves.push(await planMove(paths.profiles, fresh('profiles'), join(staging, 'old/profiles')));
    }
    if (parts.has('missions') && withMissions) {
      await mkdir(fresh('mpmissions'), { recursive: true, mode: 0o700 });
      moves.push(await planMove(paths.mpmissions, fresh('mpmissions'), join(staging, 'old/mpmissions')));
    }
    if (parts.has('bans')) moves.push(await planMove(join(paths.battleye, 'bans.txt'), fresh('battleye/bans.txt'), join(staging, 'old/battleye/bans.txt')));
    return moves;
  }

  /** Restores that broke off with an earlier manager of this host: finished or taken back, as their rows say. */
  private async mend(): Promise<void> {
    const { dir } = this.config.servers;
    for (const name of await readdir(dir).catch(() => [])) {
      if (!name.startsWith(STAGING)) continue;
      await this.mendOne(join(dir, name)).catch((error: unknown) => this.logger.error({ err: error, folder: name }, 'a restore that broke off could not be mended'));
    }
  }

  private async mendOne(staging: string): Promise<void> {
    const path = join(staging, 'journal.json');
    if (await exists(path)) {
      const { restore_id: id, moves } = JOURNAL.parse(JSON.parse(await readFile(path, 'utf8')));
      const row = await this.restores.findOneBy({ id });
      if (row?.status !== 'done') {
        await swapBack(moves);
        this.logger.warn({ restore: id }, 'a restore broke off and was taken back');
      }
    }
    await rm(staging, { recursive: true, force: true });
  }
}
