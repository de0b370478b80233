import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';

import { SurfaceRegistry } from './raw-surface.js';
import { RommErrorFilter } from './romm-error.filter.js';
import { SchemaPipe } from './schema.pipe.js';

/** What every module may use to reach the outside by HTTP; RomM's error dialect holds wherever a controller names no other. */
@Global()
@Module({ providers: [SurfaceRegistry, { provide: APP_PIPE, useClass: SchemaPipe }, { provide: APP_FILTER, useClass: RommErrorFilter }], exports: [SurfaceRegistry] })
export class HttpModule {}
