import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { authEntities, AuthModule } from '@rumpus/auth';
import { type Config, ConfigModule, type ModuleName } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { PersistenceModule, type PersistenceOptions } from '@rumpus/persistence';
import { type JobDefinition, queueEntities, QueueModule } from '@rumpus/queue';
import { RealtimeModule } from '@rumpus/realtime';
import { ArcadeModule } from './arcade-eamuse/arcade.module.js';
import { arcadeEntities } from './arcade-eamuse/entities.js';
import { arcadeJobs } from './arcade-eamuse/schedule/scheduled-work.js';
import { AdminModule } from './admin/admin.module.js';
import { ArmaServersModule } from './arma-servers/arma-servers.module.js';
import { armaEntities } from './arma-servers/entities.js';
import { armaJobs } from './arma-servers/jobs.js';
import { HttpModule } from './http/http.module.js';
import { libraryEntities } from './library/entities.js';
import { LibraryModule } from './library/library.module.js';
import { scanJobs } from './library/scan/scan.providers.js';
import { musicEntities } from './music-proxy/entities.js';
import { MusicProxyModule } from './music-proxy/music-proxy.module.js';
import { OperationModule } from './operation/operation.module.js';

/** A part of the app that can be switched off, with the tables and jobs it owns. */
interface Part {
  readonly module: Type<unknown>;
  readonly entities: readonly Type<unknown>[];
  readonly jobs: readonly JobDefinition[];
}

const parts: Partial<Record<ModuleName, Part>> = {
  library: { module: LibraryModule, entities: libraryEntities, jobs: scanJobs },
  music: { module: MusicProxyModule, entities: musicEntities, jobs: [] },
  servers: { module: ArmaServersModule, entities: armaEntities, jobs: armaJobs },
  arcade: { module: ArcadeModule, entities: arcadeEntities, jobs: arcadeJobs },
};

/** The modules that are switched on, over the libs. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    const on = config.modules.map((name) => parts[name]).filter((part) => part !== undefined);
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
