import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { DomainError } from '@rumpus/errors';
import { LibraryLayout } from '../../layout/library-layout.js';
import { ScansService } from '../api/scans.service.js';
import { scanRequestSchema } from '../scan-types.js';
import { DuePlatforms, platformOfPath } from './due-platforms.js';
import { FolderTree } from './folder-tree.js';

/** Wait before a scan that was refused, because another one runs, is asked for again. */
const RETRY_MS = 15_000;

/**
 * Scans a platform when files in its folder come, go or change (library-scan spec §19). The scan itself sees by size and time
 * whether a file is another one; the watcher only says where to look.
 */
@Injectable()
export class LibraryWatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('library-watcher');
  private readonly waiting = new Set<string>();
  private readonly platforms: DuePlatforms;
  private readonly tree: FolderTree;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly layout: LibraryLayout,
    private readonly scans: ScansService,
  ) {
    this.platforms = new DuePlatforms(config.library.watchDelay * 60_000, (folder) => void this.due(folder));
    this.tree = new FolderTree(
      {
        changed: (path) => void this.changed(path),
        failed: (path, error) => this.logger.warn(`${path} can't be watched: ${error.message}`),
      },
      (path) => this.isStorage(path),
    );
  }

  onApplicationBootstrap(): void {
    if (this.config.library.watch) void this.tree.add(this.config.library.path).then(() => this.logger.log(`watching ${this.tree.size} folders`));
  }

  onApplicationShutdown(): void {
    clearTimeout(this.retry);
    this.platforms.clear();
    this.tree.close();
  }

  /** Platform folders and those above them may be links: storage mounted into the library. Scans follow other links only when told to. */
  private isStorage(absolute: string): boolean {
    const depth = absolute.slice(this.config.library.path.length + 1).split('/').length;
    return this.config.library.linksAnywhere || depth <= 2;
  }

  private async changed(absolute: string): Promise<void> {
    const path = absolute.slice(this.config.library.path.length + 1);
    if (this.layout.exclusions().watchedPath(path.split('/'))) return;
    const folder = platformOfPath(path, await this.layout.structure());
    if (folder !== undefined) this.platforms.touch(folder);
  }

  private async due(folder: string): Promise<void> {
    this.waiting.add(folder);
    clearTimeout(this.retry);
    const folders = [...this.waiting];
    try {
      await this.scans.start(scanRequestSchema.parse({ type: 'quick', platform_fs_slugs: folders }), 'watcher', null);
      for (const scanned of folders) this.waiting.delete(scanned);
    } catch (error) {
      if (!(error instanceof DomainError)) this.logger.error(error);
      this.retry = setTimeout(() => void this.due(folder), RETRY_MS).unref();
    }
  }
}
