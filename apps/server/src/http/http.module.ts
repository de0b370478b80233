import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';

import { NullBodyInterceptor } from './null-body.interceptor.js';
import { SurfaceRegistry } from './raw-surface.js';

/** What every module may use to reach the outside by HTTP. */
@Global()
@Module({ providers: [SurfaceRegistry, { provide: APP_INTERCEPTOR, useClass: NullBodyInterceptor }], exports: [SurfaceRegistry] })
export class HttpModule {}
