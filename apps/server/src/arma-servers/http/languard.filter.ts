import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { DomainError, httpStatusOf } from '@rumpus/errors';
import type { Request, Response } from 'express';
import { InputError } from '../../http/input-error.js';
import { LANGUARD_STATUS, LanguardError, type LanguardCode } from '../errors.js';

/** The body of a failure in Languard's dialect (arma-servers spec §1.1). */
export interface FailureBody {
  success: false;
  data: null;
  error: { code: string; message: string; details: unknown; request_id: string | null };
}

interface Failure {
  status: number;
  code: string;
  message: string;
  details: unknown;
}

const CODE_OF_STATUS: Readonly<Record<number, LanguardCode>> = {
  400: 'VALIDATION_ERROR',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'INVALID_TRANSITION',
  413: 'UPLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'DB_BUSY',
};

const ofStatus = (status: number, message: string, details: unknown = null): Failure => ({ status, code: CODE_OF_STATUS[status] ?? 'VALIDATION_ERROR', message, details });

/** The status of a failure of the framework or its body parsers; theirs may be wrapped. */
function statusOf(error: unknown): number | undefined {
  const inner = error instanceof HttpException ? (error.cause as { status?: unknown } | undefined)?.status : (error as { status?: unknown } | undefined)?.status;
  if (typeof inner === 'number') return inner;
  return error instanceof HttpException ? error.getStatus() : undefined;
}

/** What a caller is told about a failure; undefined when it is a fault of ours. */
export function languardFailure(error: unknown): Failure | undefined {
  if (error instanceof LanguardError) return { status: LANGUARD_STATUS[error.code], code: error.code, message: error.message, details: error.details };
  if (error instanceof InputError) {
    const details = error.issues.map(({ path, message, code }) => ({ path: path.join('.'), rule: code ?? 'invalid', message }));
    return ofStatus(400, error.message, details);
  }
  if (error instanceof DomainError && error.kind !== 'internal') {
    return ofStatus(httpStatusOf[error.kind], error.message, error.field === undefined ? null : [{ path: error.field, rule: error.code ?? 'invalid', message: error.message }]);
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) return ofStatus(status === 422 ? 400 : status, error instanceof Error ? error.message : 'Bad request');
  return undefined;
}

/** The body that tells a failure. */
export function failureBody({ code, message, details }: Failure, response: Response): FailureBody {
  const requestId = response.getHeader('x-request-id');
  return { success: false, data: null, error: { code, message, details, request_id: typeof requestId === 'string' ? requestId : null } };
}

/** Answers failures in Languard's dialect: the envelope with a code, a text and machine-readable details. */
@Catch()
export class LanguardErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('servers');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const failure = languardFailure(error) ?? this.surprise(error, host.switchToHttp().getRequest<Request>());
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof DomainError && error.retryAfter !== undefined) response.set('Retry-After', String(Math.ceil(error.retryAfter)));
    response.status(failure.status).json(failureBody(failure, response));
  }

  private surprise(error: unknown, request: Request): Failure {
    this.logger.error({ err: error, method: request.method, path: request.path }, error instanceof Error ? error.stack : undefined);
    return { status: 500, code: 'INTERNAL_ERROR', message: 'Something went wrong on our side', details: null };
  }
}
