import { type ArgumentsHost, type CallHandler, Catch, type ExceptionFilter, type ExecutionContext, HttpException, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { DomainError, type ErrorKind, httpStatusOf } from '@rumpus/errors';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

import { InputError } from '../../../http/input-error.js';
import { currentRequestId } from '../../../http/request-context.js';

/** Wraps answers as the server manager's clients expect them (arma-servers spec §1.1). */
@Injectable()
export class LanguardEnvelope implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ success: true, data, error: null })));
  }
}

interface LanguardAnswer {
  status: number;
  code: string;
  message: string;
  details: unknown;
}

const CODES: Readonly<Record<ErrorKind, string>> = {
  invalid: 'VALIDATION_ERROR',
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'NAME_TAKEN',
  gone: 'NOT_FOUND',
  'too-large': 'UPLOAD_TOO_LARGE',
  'too-many': 'RATE_LIMITED',
  unavailable: 'DB_BUSY',
  unsupported: 'VALIDATION_ERROR',
  internal: 'INTERNAL',
};

const ofDomain = (error: DomainError): LanguardAnswer => {
  const { message } = error;
  if (error.code === 'token_expired') return { status: 401, code: 'TOKEN_EXPIRED', message, details: null };
  if (error.code === 'BAD_CREDENTIALS') return { status: 401, code: 'BAD_CREDENTIALS', message, details: null };
  if (error.code === 'password_change_required') return { status: 403, code: 'PASSWORD_CHANGE_REQUIRED', message, details: null };
  if (error.code === 'second_factor') return { status: 401, code: 'SECOND_FACTOR_REQUIRED', message, details: null };
  if (error.code === 'last_admin') return { status: 409, code: 'LAST_ADMIN', message, details: null };
  if (error.code === 'name_taken') return { status: 409, code: 'NAME_TAKEN', message, details: null };
  const details = error.kind === 'invalid' ? [{ path: error.field ?? '', rule: error.code ?? 'rule', message }] : null;
  return { status: httpStatusOf[error.kind], code: CODES[error.kind], message, details };
};

const answerOf = (error: unknown): LanguardAnswer | undefined => {
  if (error instanceof DomainError && error.kind !== 'internal') return ofDomain(error);
  if (error instanceof InputError) {
    const details = error.issues.map(({ path, code, message }) => ({ path: path.join('.'), rule: code ?? 'rule', message }));
    return { status: 400, code: 'VALIDATION_ERROR', message: error.message, details };
  }
  if (error instanceof HttpException && error.getStatus() < 500) return { status: error.getStatus(), code: 'VALIDATION_ERROR', message: error.message, details: null };
  return undefined;
};

/** Answers failures in the server manager's envelope. */
@Catch()
export class LanguardErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const answer = answerOf(error) ?? { status: 500, code: 'INTERNAL', message: 'Internal error', details: null };
    if (answer.status === 500) this.#logger.error({ err: error });
    if (error instanceof DomainError && error.retryAfter !== undefined) response.setHeader('Retry-After', String(Math.ceil(error.retryAfter)));
    const { status, ...body } = answer;
    response.status(status).json({ success: false, data: null, error: { ...body, request_id: currentRequestId() ?? null } });
  }
}
