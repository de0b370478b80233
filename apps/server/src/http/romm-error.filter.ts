import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { DomainError, httpStatusOf } from '@rumpus/errors';
import type { Express, Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';

import { InputError } from './input-error.js';
import { methodNotAllowed, methodsFor } from './method-fallback.js';
import { brokenJson, rommIssues } from './romm-validation.js';

/** An answer before it is written. A string body goes out as plain text. */
export interface ErrorAnswer {
  status: number;
  body: { detail: unknown } | string;
  headers: Record<string, string>;
}

/** `code` of a domain error that stands for 422 with a plain `detail`, where RomM's handlers answer so. */
export const UNPROCESSABLE = 'unprocessable';

const plain = (status: number, detail: unknown, headers: Record<string, string> = {}): ErrorAnswer => ({ status, body: { detail }, headers });

const ofDomain = (error: DomainError): ErrorAnswer => {
  // The web UI tells a CSRF fault by a body that is text and contains "CSRF" (library-api spec §1.4).
  if (error.code === 'csrf') return { status: 403, body: error.message, headers: {} };
  if (error.code === UNPROCESSABLE) return plain(422, error.message);
  const headers: Record<string, string> = {};
  if (error.kind === 'unauthenticated') headers['WWW-Authenticate'] = error.code === 'basic' ? 'Basic' : 'Bearer';
  if (error.retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(error.retryAfter));
  return plain(httpStatusOf[error.kind], error.message, headers);
};

const ofHttp = (error: HttpException): ErrorAnswer => {
  const status = error.getStatus();
  // The framework's own 404 and 405 name the path; RomM's do not.
  if (status === 404 || status === 405) return plain(status, STATUS_CODES[status]);
  const response = error.getResponse();
  if (typeof response === 'object' && 'detail' in response) return plain(status, response.detail);
  return plain(status, error.message);
};

interface BodyParserError extends Error {
  type: string;
  status: number;
}

/** Faults of the body parser carry `type` and `status`; some reach us wrapped by the framework. */
const bodyParserError = (error: unknown): BodyParserError | undefined => {
  const inner: unknown = error instanceof HttpException ? error.cause : error;
  return inner instanceof Error && 'type' in inner && 'status' in inner && typeof inner.status === 'number' ? (inner as BodyParserError) : undefined;
};

/** A handler chose the words itself, as RomM does for some faults of the server. */
const hasDetail = (error: HttpException): boolean => {
  const response = error.getResponse();
  return typeof response === 'object' && 'detail' in response;
};

/** What RomM's clients are told about a failure; undefined when it is a fault of ours. */
export const rommAnswer = (error: unknown): ErrorAnswer | undefined => {
  // A fault of ours that has a code was worded for the caller ("the configuration file is not writable").
  if (error instanceof DomainError && (error.kind !== 'internal' || error.code !== undefined)) return ofDomain(error);
  if (error instanceof InputError) return plain(422, rommIssues(error));
  const parser = bodyParserError(error);
  if (parser?.type === 'entity.parse.failed') return plain(422, brokenJson('body is not valid JSON'));
  if (parser !== undefined && parser.status < 500) return plain(parser.status, parser.status === 413 ? 'Request body exceeds the maximum allowed size' : parser.message);
  if (error instanceof HttpException && (error.getStatus() < 500 || hasDetail(error))) return ofHttp(error);
  return undefined;
};

/** Answers failures in RomM's dialect: `{detail}`, the 422 list, and a bare 500 text for faults of ours (library-api spec §1.4). */
@Catch()
export class RommErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const answer = rommAnswer(error) ?? this.#surprise(error, request);
    if (response.headersSent) {
      // Half an answer is out: only a broken connection tells the client that it is not the whole.
      response.destroy();
      return;
    }
    // The framework reports a path it has only under other methods as unknown; no route ran, so it is told apart here.
    const others = answer.status === 404 && request.route === undefined ? methodsFor(request.app as Express, request.path) : [];
    if (others.length > 0) return methodNotAllowed(response, others);
    response.status(answer.status).set(answer.headers);
    if (typeof answer.body === 'string') response.type('text/plain').send(answer.body);
    else response.json(answer.body);
  }

  #surprise(error: unknown, request: Request): ErrorAnswer {
    this.#logger.error({ err: error, method: request.method, path: request.path }, error instanceof Error ? error.stack : undefined);
    return { status: 500, body: 'Internal Server Error', headers: {} };
  }
}
