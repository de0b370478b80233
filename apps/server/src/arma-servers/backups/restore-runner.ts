import { rm } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { JobAborted, JobHandler, type JobContext, type PayloadOf } from '@rumpus/queue';
import { Repository } from 'typeorm';
import { HostLease } from '../hosts/host-lease.js';
import { ArmaRestore } from './backup.entities.js';
import { BackupFiles } from './backup-files.js';
import { PASSPHRASE_PLACE, restoreJob } from './backup-jobs.js';
import { RestoreJournal, stagingName } from './restore-journal.js';
import { RestoreService } from './restore.service.js';
import { WorkFeed } from './work-feed.js';

/** Runs restores as jobs, and mends those that broke off before anything else happens on this host. */
@Injectable()
export class RestoreRunner implements OnModuleInit {
  /** One after the other: mending must never see the folder of a restore that is at work. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectRepository(ArmaRestore) private readonly restores: Repository<ArmaRestore>,
    private readonly service: RestoreService,
    private readonly journal: RestoreJournal,
    private readonly files: BackupFiles,
    private readonly lease: HostLease,
    private readonly sealer: Sealer,
    private readonly watchers: WorkFeed,
  ) {}

  onModuleInit(): void {
    this.lease.on('acquired', () => this.inTurn(() => this.journal.mend()));
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
    const staging = await this.files.staging(stagingName(id));
    try {
      const opened = passphrase === null ? undefined : this.sealer.open(passphrase, PASSPHRASE_PLACE);
      const report = await this.service.restore(restore, opened, staging, signal, (current) => {
        progress({ current });
        this.watchers.step(restore.server_id, 'restore', id, null, current);
      });
      this.watchers.end(restore.server_id, 'restore', id, 'completed');
      return { status: 'done', report };
    } catch (error) {
      // Nothing has changed yet; the next manager begins anew.
      if (error instanceof JobAborted && error.why === 'shutdown') throw error;
      await this.restores.update({ id }, { status: 'failed', error: (error instanceof Error ? error.message : 'failed').slice(0, 2_000), finished_at: new Date() });
      this.watchers.end(restore.server_id, 'restore', id, 'failed', error instanceof Error ? error.message : null);
      throw error;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
