import { applyDecorators, Controller, HttpCode, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';

import { RommErrorFilter } from '../../http/romm-error.filter.js';

/** A controller below `/api` that answers failures as RomM does. */
export const IdentityController = (path: string, tag: string): ClassDecorator => applyDecorators(Controller(path === '' ? 'api' : `api/${path}`), ApiTags(tag), UseFilters(RommErrorFilter));

/** Status and OpenAPI entry of a route; without a shape it answers the JSON text `null`. */
export const Answers = (operationId: string, summary: string, shape?: z.ZodType | null, status = 200): MethodDecorator =>
  applyDecorators(HttpCode(status), ApiOperation({ operationId, summary }), ApiResponse(shape == null ? { status } : { status, standardSchema: shape as never }));

/** Largest integer key of our tables. */
const MAX_ID = 2_147_483_647;

/** `{id}` in a path. */
export const idParam = z
  .string()
  .regex(/^\d{1,10}$/u, 'Input should be a valid integer, unable to parse string as an integer')
  .transform(Number)
  .pipe(z.int().min(1).max(MAX_ID))
  .meta({ type: 'integer' });

/** An id in a path that is a word (a UUID, a serial number). */
export const wordParam = z.string().min(1).max(255);

/** An id in a JSON body. */
export const bodyId = z.int().min(1).max(MAX_ID);
