import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { PermissionGrant, PermissionGroup } from './permission.entities.js';
import { GROUP_SEEDS, type GroupSeed } from './vocabulary.js';

/** Makes the two groups of a new server (library-api spec §6). */
@Injectable()
export class GroupSeeder implements OnModuleInit {
  constructor(
    @InjectRepository(PermissionGroup) private readonly groups: Repository<PermissionGroup>,
    @InjectRepository(PermissionGrant) private readonly grants: Repository<PermissionGrant>,
  ) {}

  async onModuleInit(): Promise<void> {
    if (await this.groups.existsBy({ isDefault: true })) return;
    for (const seed of GROUP_SEEDS) await this.#seed(seed);
  }

  /** Other instances may start at the same time: what exists already is left alone. */
  async #seed(seed: GroupSeed): Promise<void> {
    const now = new Date();
    const { name, description, color, isDefault, extraScopes } = seed;
    await this.groups.createQueryBuilder().insert().values({ name, description, color, isDefault, isSystem: true, extraScopes: [...extraScopes], createdAt: now, updatedAt: now }).orIgnore().execute();
    const group = await this.groups.findOneByOrFail({ name });
    const rows = seed.grants.map(({ entity, action, own_only }) => ({ groupId: group.id, entity, action, ownOnly: own_only }));
    await this.grants.createQueryBuilder().insert().values(rows).orIgnore().execute();
  }
}
