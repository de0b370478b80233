import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { makeLowerCaseTree } from './link-tree.js';
import type { ArmaMod } from './mod.entities.js';

type Viewed = Pick<ArmaMod, 'id' | 'name' | 'folder_path' | 'folder_name' | 'lower_case_ok' | 'workshop_id'>;

/** `CBA_A3 (dev)` is `cba_a3_dev`. */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, 40) || 'mod';

/**
 * Folders in which a server sees its mods (arma-servers spec §8.4). On Linux the engine only finds lower-case names, and
 * renaming would make steamcmd download everything again; workshop folders have only a number for a name.
 */
@Injectable()
export class ModViews {
  private readonly logger = new Logger('mods');

  constructor(@Inject(CONFIG) private readonly settings: Config) {}

  /** The folder the game is told for a mod: its own, or the view of it. */
  pathOf(mod: Viewed): string {
    return this.needsView(mod) ? join(this.root, `@${slugOf(mod.name)}_${mod.workshop_id ?? String(mod.id)}`) : mod.folder_path;
  }

  /** Makes the views of these mods, as far as they are not up to date. */
  async make(mods: readonly Viewed[]): Promise<void> {
    const wanted = mods.filter((mod) => this.needsView(mod));
    if (wanted.length > 0) await mkdir(this.root, { recursive: true, mode: 0o755 });
    for (const mod of wanted) {
      const clashes = await makeLowerCaseTree(mod.folder_path, this.pathOf(mod));
      if (clashes.length > 0) this.logger.warn({ mod: mod.name, clashes: clashes.slice(0, 10) }, 'names of a mod differ only in case; the game sees the first of them');
    }
  }

  /** Removes the views of mods that are gone. */
  async prune(mods: readonly Viewed[]): Promise<void> {
    const kept = new Set(mods.map((mod) => this.pathOf(mod)));
    for (const name of await readdir(this.root).catch(() => [])) {
      const path = join(this.root, name);
      if (!kept.has(path)) await rm(path, { recursive: true, force: true });
    }
  }

  private get root(): string {
    return join(this.settings.servers.dir, 'mod-views');
  }

  private needsView({ lower_case_ok: ok, folder_name: name }: Viewed): boolean {
    return process.platform === 'linux' && (!ok || /^\d+$/.test(name));
  }
}
