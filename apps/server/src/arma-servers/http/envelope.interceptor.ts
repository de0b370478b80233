import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { Response } from 'express';

/** Puts what a handler returns into Languard's envelope. A handler that wrote its own answer (a file) returns undefined. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((data: unknown) => (response.headersSent ? undefined : { success: true, data: data ?? null, error: null })));
  }
}
