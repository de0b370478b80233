import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { principalOf } from '@rumpus/auth';
import type { Request, Response } from 'express';
import { catchError, from, mergeMap, type Observable, of, throwError } from 'rxjs';
import { invalidInput } from '../errors.js';
import { type Call, IdempotencyService } from './idempotency.service.js';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a repeated call with what the first one answered. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly calls: IdempotencyService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.get('idempotency-key');
    const principal = principalOf(context);
    if (key === undefined || principal === undefined || READS.has(request.method)) return next.handle();
    if (!KEY.test(key)) throw invalidInput({ path: 'Idempotency-Key', rule: 'characters', message: '1 to 255 printable characters' });
    const call: Call = { userId: principal.id, key, method: request.method, url: request.originalUrl, body: request.body as unknown };
    const response = context.switchToHttp().getResponse<Response>();
    const before = await this.calls.begin(call);
    if (before !== undefined) {
      response.status(before.status).set('Idempotency-Replayed', 'true');
      return of(before.data);
    }
    return next.handle().pipe(
      mergeMap(async (data: object | null | undefined) => {
        await this.calls.end(call, { status: response.statusCode, data: data ?? null });
        return data;
      }),
      catchError((error: unknown) => from(this.calls.fail(call)).pipe(mergeMap(() => throwError(() => error)))),
    );
  }
}
