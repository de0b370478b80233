import { Global, Module } from '@nestjs/common';
import { SurfaceRegistry } from './raw-surface.js';

/** What every module may use to reach the outside by HTTP. */
@Global()
@Module({ providers: [SurfaceRegistry], exports: [SurfaceRegistry] })
export class HttpModule {}
