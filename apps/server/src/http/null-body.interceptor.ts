import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/**
 * A handler that returns `null` answers the JSON text `null`, as RomM's do (library-api spec §1.1); the framework would send an
 * empty body. A handler that returns nothing (`undefined`) keeps its empty body.
 */
@Injectable()
export class NullBodyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    return next.handle().pipe(
      map((body: unknown) => {
        const response = context.switchToHttp().getResponse<Response>();
        if (body !== null || response.headersSent) return body;
        response.type('application/json');
        return 'null';
      }),
    );
  }
}
