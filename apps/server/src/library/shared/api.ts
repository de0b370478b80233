import { applyDecorators, Controller, HttpCode, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { RommErrorFilter } from '../../http/romm-error.filter.js';

/** A controller of the RomM-compatible API: below `/api`, with RomM's error answers. */
export const RommController = (path: string, tag: string = path): ClassDecorator =>
  applyDecorators(Controller(`api/${path}`), ApiTags(tag), UseFilters(RommErrorFilter));

interface AnswerOptions {
  /** Status of the good answer; 200 unless told. */
  status?: number;
  description?: string;
}

/** Names a route in the OpenAPI document and gives the shape of its answer; without a shape it answers `null`. */
export const Answers = (operationId: string, summary: string, answer?: z.ZodType | null, { status = 200, description }: AnswerOptions = {}): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ operationId, summary, ...(description === undefined ? {} : { description }) }),
    ApiResponse(answer == null ? { status } : { status, standardSchema: answer as never }),
  );

/** Names a route that answers with bytes rather than JSON. */
export const SendsFile = (operationId: string, summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiResponse({ status: 200, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }),
  );
