import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

const EMPTY = z.strictObject({});

/** What a route answers with, in Languard's envelope: its summary, the shape of `data` and the status, for callers and for the OpenAPI document. */
export const Answers = (summary: string, data: z.ZodType = EMPTY, status = 200): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    ApiResponse({ status, standardSchema: z.object({ success: z.literal(true), data, error: z.null() }) as never }),
  );

/** A route that answers without the envelope. */
export const AnswersBare = (summary: string, body: z.ZodType): MethodDecorator => applyDecorators(ApiOperation({ summary }), ApiResponse({ status: 200, standardSchema: body as never }));

/** A route that answers with a file. */
export const AnswersFile = (summary: string, type = 'application/octet-stream'): MethodDecorator =>
  applyDecorators(ApiOperation({ summary }), ApiResponse({ status: 200, content: { [type]: { schema: { type: 'string', format: 'binary' } } } }));

/** The shape of a page of a list. */
export const pageOf = (item: z.ZodType): z.ZodType => z.object({ items: z.array(item), total: z.int(), limit: z.int(), offset: z.int() });

/** A moment on the wire. */
export const MOMENT = z.iso.datetime();
