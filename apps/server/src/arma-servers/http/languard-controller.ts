import { applyDecorators, Controller, Param, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PerObject, Scopes, type Scope } from '@rumpus/auth';
import { z } from 'zod';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';
import { LanguardErrorFilter } from './languard.filter.js';
import { LimitsGuard } from './limits.guard.js';
import { OnServer, ServerAccessGuard } from './server-access.guard.js';

/** A controller that speaks Languard's dialect. */
export const LanguardController = (path: string, tag = 'servers'): ClassDecorator =>
  applyDecorators(Controller(path), ApiTags(tag), UseFilters(LanguardErrorFilter), UseInterceptors(EnvelopeInterceptor, IdempotencyInterceptor, AuditInterceptor), UseGuards(ServerAccessGuard, LimitsGuard));

/** The scope a route needs, checked on the server that the path names. */
export const ServerScope = (scope: Scope): MethodDecorator => applyDecorators(Scopes(scope), PerObject(), OnServer(scope));

/** A positive integer in a path. */
export const ID = z.coerce.number().int().positive().max(2_147_483_647);

/** The server's id in the path. */
export const ServerId = (): ParameterDecorator => Param('id', { schema: ID });
