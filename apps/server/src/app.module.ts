import { type DynamicModule, Module } from '@nestjs/common';
import { authEntities, AuthModule } from '@rumpus/auth';
import { type Config, ConfigModule, type ModuleName } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { PersistenceModule, type PersistenceOptions } from '@rumpus/persistence';
import { queueEntities, QueueModule } from '@rumpus/queue';
import { RealtimeModule } from '@rumpus/realtime';
import { AdminModule } from './admin/admin.module.js';
import { HttpModule } from './http/http.module.js';
import { OperationModule } from './operation/operation.module.js';
import type { Part } from './part.js';

/** Where each part is. One that is off is not even read: its code would lie in memory, ten to thirty megabytes each. */
const parts: Readonly<Record<ModuleName, () => Promise<Part>>> = {
  library: async () => (await import('./library/part.js')).part,
  music: async () => (await import('./music-proxy/part.js')).part,
  servers: async () => (await import('./arma-servers/part.js')).part,
  arcade: async () => (await import('./arcade-eamuse/part.js')).part,
};

/** The modules that are switched on, over the libs. */
@Module({})
export class AppModule {
  static async forRoot(config: Config): Promise<DynamicModule> {
    const on = await Promise.all(config.modules.map((name) => parts[name]()));
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        PersistenceModule.forRoot(config.database.url, { entities: [...authEntities, ...queueEntities, ...on.flatMap(({ entities }) => entities)], migrations }, databaseOptions(config)),
        AuthModule.forRoot(),
        RealtimeModule.forRoot(),
        QueueModule.forRoot(on.flatMap(({ jobs }) => jobs), config),
        HttpModule,
        OperationModule,
        AdminModule,
        ...on.map(({ module }) => module),
      ],
    };
  }
}

function databaseOptions({ database }: Config): PersistenceOptions {
  return { poolSize: database.poolSize, slowQueryMs: database.slowQueryMs, logQueries: database.logQueries, waitMs: database.startTimeout * 1000 };
}
