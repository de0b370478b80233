import { invalid } from '@rumpus/errors';
import { transaction } from '@rumpus/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { Viewer } from '../shared/viewer.js';
import { bumpVersion, userScope } from '../versions/library-versions.js';
import type { RomProps, RomPropsQuery, RomUserDto } from './rom-user.dto.js';
import { RomUser } from './rom-user.entity.js';
import { toRomUser } from './rom.mapper.js';
import { RomsService } from './roms.service.js';

/** What users note about games (library-api spec §10.2). The game itself doesn't change by it. */
@Injectable()
export class RomPropsService {
  constructor(
    private readonly source: DataSource,
    private readonly roms: RomsService,
  ) {}

  /**
   * Changes the notes that were sent; the row is made when it is missing.
   * @throws DomainError `not-found`; `invalid` when "played now" is to be set and cleared at once
   */
  async update(romId: number, props: RomProps, played: RomPropsQuery, viewer: Viewer): Promise<RomUserDto> {
    if (played.update_last_played && played.remove_last_played) {
      throw invalid('update_last_played and remove_last_played are mutually exclusive.');
    }
    const { siblings } = await this.roms.parts(romId, viewer);
    const now = new Date();
    const last_played = played.update_last_played ? { last_played: now } : played.remove_last_played ? { last_played: null } : {};
    const row = await transaction(this.source, async (manager) => {
      await ensureRow(manager, viewer.userId, romId, now);
      await manager.update(RomUser, { user_id: viewer.userId, rom_id: romId }, { ...props, ...last_played, updated_at: now });
      if (props.is_main_sibling === true && siblings.length > 0) {
        await manager.update(RomUser, { user_id: viewer.userId, rom_id: In(siblings.map(({ id }) => id)) }, { is_main_sibling: false });
      }
      await bumpVersion(manager, userScope(viewer.userId));
      return manager.findOneByOrFail(RomUser, { user_id: viewer.userId, rom_id: romId });
    });
    return toRomUser(row, now);
  }
}

/** Two requests may make the row at once: the second one's insert does nothing. */
async function ensureRow(manager: EntityManager, user_id: number, rom_id: number, now: Date): Promise<void> {
  if (await manager.existsBy(RomUser, { user_id, rom_id })) return;
  await manager.createQueryBuilder().insert().into(RomUser).values({ user_id, rom_id, created_at: now, updated_at: now }).orIgnore().updateEntity(false).execute();
}
