import type { FactoryProvider } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { Redis } from 'ioredis';
import type { Repository } from 'typeorm';

import { DatabaseEphemeralStore } from './database-ephemeral-store.js';
import { EphemeralRow } from './ephemeral.entity.js';
import { EphemeralStore } from './ephemeral-store.js';
import { RedisEphemeralStore } from './redis-ephemeral-store.js';

/** Redis when it is set, else the database. */
export const ephemeralStoreProvider: FactoryProvider<EphemeralStore> = {
  provide: EphemeralStore,
  inject: [CONFIG, getRepositoryToken(EphemeralRow)],
  useFactory: (config: Config, rows: Repository<EphemeralRow>) => {
    const { url, prefix } = config.redis;
    if (url === undefined) return new DatabaseEphemeralStore(rows);
    return new RedisEphemeralStore(new Redis(url, { maxRetriesPerRequest: 3, connectionName: 'rumpus-ephemeral' }), `${prefix}:ephemeral`);
  },
};
