import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Sealer } from '@rumpus/config';
import { z } from 'zod';
import { ConfigService } from '../configuration/config.service.js';
import { invalidInput } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { badBackup, type Manifest } from './archive-format.js';
import { readArchive } from './archive-reader.js';
import type { ArmaBackup, ArmaRestore } from './backup.entities.js';
import { BackupFiles } from './backup-files.js';
import { missionRows } from './mission-files.js';
import { unlock } from './passphrase.js';
import type { RestorePlan } from './restore-rows.js';
import { SECRETS_PLACE, SERVER_ROWS, type ServerRows } from './server-rows.js';

const SECRETS = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What a backup holds, unpacked and checked. */
export interface RestoreContents extends Pick<RestorePlan, 'rows' | 'secrets' | 'missions'> {
  manifest: Manifest;
}

/** Where the files of a backup are unpacked to, within the folder of a restore. */
export const freshPath = (staging: string, name: string): string => join(staging, 'new/files', name);

/** Opens backups for a restore. */
@Injectable()
export class RestoreSource {
  constructor(
    private readonly files: BackupFiles,
    private readonly configs: ConfigService,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Unpacks a backup beside the server and checks all of it.
   *
   * @throws LanguardError `BAD_BACKUP`, or `VALIDATION_ERROR` for a passphrase that is another
   */
  async unpack(backup: ArmaBackup, { server_id: serverId, parts, created_by: actor }: ArmaRestore, passphrase: string | undefined, staging: string): Promise<RestoreContents> {
    const { manifest, rows } = await readArchive(await this.files.existing(backup), this.files.limits, join(staging, 'new'));
    const checked = this.checkRows(rows);
    const secrets = await this.secretsOf(checked, passphrase);
    const withMissions = parts.includes('missions') && manifest.include_missions;
    return { manifest, rows: checked, secrets, missions: withMissions ? await missionRows(serverId, freshPath(staging, 'mpmissions'), checked, actor as Actor) : undefined };
  }

  private checkRows(rows: unknown): ServerRows {
    const result = SERVER_ROWS.safeParse(rows);
    if (!result.success) throw badBackup(`The rows of the server are not as they should be: ${result.error.issues[0]?.path.join('.') ?? ''} ${result.error.issues[0]?.message ?? ''}`);
    this.configs.check(result.data.config);
    return result.data;
  }

  /** Passwords that can be read here: with the passphrase, or as this installation sealed them. */
  private async secretsOf({ secrets: { sealed, locked } }: ServerRows, passphrase: string | undefined): Promise<RestorePlan['secrets']> {
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
}
