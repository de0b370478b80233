import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { type Config, ConfigModule, type ModuleName } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { PersistenceModule } from '@rumpus/persistence';
import { HttpModule } from './http/http.module.js';
import { OperationModule } from './operation/operation.module.js';

/** A part of the app that can be switched off, with the tables it owns. */
interface Part {
  readonly module: Type<unknown>;
  readonly entities: readonly Type<unknown>[];
}

const parts: Partial<Record<ModuleName, Part>> = {};

/** The modules that are switched on, over the libs. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    const on = config.modules.map((name) => parts[name]).filter((part) => part !== undefined);
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        PersistenceModule.forRoot(config.database.url, { entities: on.flatMap(({ entities }) => entities), migrations }),
        HttpModule,
        OperationModule,
        ...on.map(({ module }) => module),
      ],
    };
  }
}
