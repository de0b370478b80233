import { ClaimService, type Principal, type Scope } from '@rumpus/auth';
import { DomainError, forbidden } from '@rumpus/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assertFolderName, LibraryLayout } from '../layout/library-layout.js';
import { PlatformsService } from '../platforms/platforms.service.js';
import { Rom } from '../roms/rom.entity.js';
import { viewerOf } from '../shared/viewer.js';
import type { SetupLibrary, SetupPlatforms } from './setup.dto.js';

/** The part of the first run that is about the library (library-api spec §15.3). */
@Injectable()
export class SetupService {
  constructor(
    private readonly source: DataSource,
    private readonly claim: ClaimService,
    private readonly layout: LibraryLayout,
    private readonly platforms: PlatformsService,
  ) {}

  /** @throws DomainError `forbidden` for strangers once there is an administrator */
  async library(caller: Principal | undefined): Promise<SetupLibrary> {
    await this.#admit(caller, 'platforms.read');
    return {
      detected_structure: await this.layout.structure(),
      existing_platforms: await this.#existing(),
      supported_platforms: await this.platforms.supported(viewerOf(caller)),
    };
  }

  /**
   * Makes platform folders; existing ones are skipped. All names are checked before the first folder is made.
   * @throws DomainError `forbidden`; `invalid` for a bad name; `internal` with what failed
   */
  async createPlatforms(folders: readonly string[], caller: Principal | undefined): Promise<SetupPlatforms> {
    await this.#admit(caller, 'platforms.write');
    if (folders.length === 0) return { success: true, created_count: 0, message: 'No platforms selected' };
    for (const folder of folders) assertFolderName(folder);
    if ((await this.layout.structure()) === null) await this.layout.createStructureA();
    const failed: string[] = [];
    let created = 0;
    for (const folder of new Set(folders)) {
      await this.layout.createPlatformFolder(folder).then((made) => (created += Number(made)), () => failed.push(folder));
    }
    if (failed.length > 0) throw new DomainError('internal', `Failed to create some platform folders: ${failed.join(', ')}`, { code: 'setup_failed' });
    return { success: true, created_count: created, message: `Successfully created ${created} platform folders` };
  }

  /** 403 for strangers, not 401: the frontend would send them to the login page (library-api spec §15.3). */
  async #admit(caller: Principal | undefined, scope: Scope): Promise<void> {
    if (caller?.scopes.has(scope) === true || (await this.claim.open())) return;
    throw forbidden();
  }

  /** The platforms that a fresh library brings along; nothing once it was scanned. */
  async #existing(): Promise<SetupLibrary['existing_platforms']> {
    if (await this.source.manager.existsBy(Rom, {})) return [];
    const folders = await this.layout.platformFolders();
    return Promise.all(folders.map(async (fs_slug) => ({ fs_slug, rom_count: await this.layout.countEntries(fs_slug) })));
  }
}
