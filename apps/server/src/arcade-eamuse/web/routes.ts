import { applyDecorators, Controller, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';

import { MAX_INT } from '../store/sql.js';

/** A controller below `/api/arcade`. */
export const ArcadeController = (path = ''): ClassDecorator => applyDecorators(Controller(path === '' ? 'api/arcade' : `api/arcade/${path}`), ApiTags('arcade'));

/** Status and OpenAPI entry of a route. */
export const Answers = (operationId: string, summary: string, shape: z.ZodType, status = 200): MethodDecorator =>
  applyDecorators(HttpCode(status), ApiOperation({ operationId: `arcade_${operationId}`, summary }), ApiResponse({ status, standardSchema: shape as never }));

/** `{id}` in a path. */
export const idParam = z.string().regex(/^\d{1,10}$/).transform(Number).pipe(z.int().min(1).max(MAX_INT)).meta({ type: 'integer' });
export const numberParam = z.string().regex(/^\d{1,9}$/).transform(Number).meta({ type: 'integer' });
export const seriesParam = z.string().regex(/^[a-z]{1,32}$/);
export const bodyId = z.int().min(1).max(MAX_INT);
/** A number of ours in a query. */
export const numberQuery = z.coerce.number().int().min(0).max(MAX_INT);
/** `?limit=`. */
export const limitQuery = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);

/** The answer to a change that has nothing to show. */
export const done = z.object({ ok: z.literal(true) });
export const OK = { ok: true } as const;

/** A card id in a path. */
export const cardParam = z.string().regex(/^[0-9A-Fa-f]{16}$/);
/** PASELI to give or, when negative, to take. */
export const amount = z.int().min(-1_000_000).max(1_000_000);
/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
}
