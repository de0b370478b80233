import { type DynamicModule, Module } from '@nestjs/common';
import { Sealer } from './keys/sealer.js';
import { loadConfig } from './load.js';
import { RommFile } from './romm-file/romm-file.js';
import type { Config } from './schema.js';

/** Injects the checked configuration: `@Inject(CONFIG) config: Config`. */
export const CONFIG = Symbol('CONFIG');

/** Gives the configuration, the sealer of secrets at rest and RomM's part of config.yml to the whole app. */
@Module({})
export class ConfigModule {
  /** @param config one that was loaded already (main.ts loads it before there is an app); read from the environment when left out. */
  static forRoot(config: Config = loadConfig(process.env).config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Sealer, useFactory: () => new Sealer(config.auth.encryptionKey) },
        { provide: RommFile, useFactory: () => new RommFile(config.server.configFile) },
      ],
      exports: [CONFIG, Sealer, RommFile],
    };
  }
}
