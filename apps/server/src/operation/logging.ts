import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { currentRequestId } from '../http/request-context.js';

/** Keys whose values never reach a log, wherever they stand up to three levels deep. */
const secretKeys = [
  'password', 'new_password', 'token', 'access_token', 'refresh_token', 'raw_token', 'secret', 'client_secret', 'authorization', 'cookie',
  'claim_code', 'pin', 'apiKey', 'api_key', 'rconPassword', 'passwordAdmin', 'serverCommandPassword',
];
const redactPaths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers["set-cookie"]`]);

/** Query parameters that carry secrets (Subsonic's credentials, tokens in links) are blanked before a URL is logged. */
const secretQuery = /([?&](?:u|p|t|s|token|code|access_token|api_key|apikey|apiKey|X-Emby-Token|password|state)=)[^&\s]+/gi;

/** The URL as it may be logged. */
export const redactUrl = (url: string): string => url.replace(secretQuery, '$1[redacted]');

export interface LogOptions {
  level: string;
  /** `pretty` on a terminal, else `json`, when undefined. */
  format?: 'json' | 'pretty' | undefined;
}

/** Structured log to standard output: JSON lines in production, readable lines on a terminal; each carries the request id it belongs to. */
export function createLogger({ level, format = process.stdout.isTTY ? 'pretty' : 'json' }: LogOptions): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: [...new Set(redactPaths)], censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { request_id: requestId };
    },
    ...(format === 'pretty' ? { transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', singleLine: true } } } : {}),
  });
}

/** Contexts in which the framework recounts its own wiring: of interest to its developers only. */
const wiring = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication', 'WebSocketsController']);

/** Carries the framework's and our `Logger` calls into the structured log. The last string argument is the context, as Nest does it. */
export class StructuredLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#write(wiring.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  #write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const details = rest.slice(0, context === undefined ? undefined : -1);
    const fields: Record<string, unknown> = context === undefined ? {} : { context };
    let words: string | undefined;
    for (const detail of details) {
      if (detail instanceof Error) fields['err'] = detail;
      // The framework hands stacks over like this; our own code a sentence beside an object.
      else if (typeof detail === 'string' && /\n\s+at /u.test(detail)) fields['stack'] = detail;
      else if (typeof detail === 'string') words = detail;
      else if (detail !== null && typeof detail === 'object') Object.assign(fields, detail);
    }
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, words ?? message.message);
    else if (message !== null && typeof message === 'object') this.logger[level]({ ...fields, ...message }, words);
    else this.logger[level](words === undefined ? fields : { ...fields, detail: words }, String(message));
  }
}
