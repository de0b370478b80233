import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../http/caller.js';
import { ModsService } from '../mods/mods.service.js';
import { LifecycleService } from '../supervision/lifecycle.service.js';
import type { WorkshopItem } from './steam-job.js';

/** What follows from mods that were downloaded. */
@Injectable()
export class WorkshopMods {
  private readonly logger = new Logger('workshop');

  constructor(
    private readonly mods: ModsService,
    private readonly lifecycle: LifecycleService,
  ) {}

  /** Registers a new mod, or looks into a known one again. */
  async downloaded(item: WorkshopItem, path: string): Promise<void> {
    await this.mods.installed({ workshopId: item.id, title: item.title, updatedAt: item.updated_at === null ? null : new Date(item.updated_at) }, path);
  }

  /** Servers that ran with an old version load the new one. */
  async restart(serverIds: readonly number[], actor: string): Promise<void> {
    for (const id of serverIds) {
      await this.lifecycle
        .restart(id, { force: false, timeout_seconds: 30, warn_seconds: 0 }, actor as Actor)
        .catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'a server could not be restarted after its mods were updated'));
    }
  }
}
