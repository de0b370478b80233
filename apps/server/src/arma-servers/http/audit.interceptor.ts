import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuditLog, callerOf, principalOf } from '@rumpus/auth';
import type { Request } from 'express';
import { mergeMap, type Observable } from 'rxjs';

const AUDITED = Symbol('rumpus:servers-audited');
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Marks a route that only reads but shows what is worth remembering, as passwords are. */
export const Audited = (): MethodDecorator => SetMetadata(AUDITED, true);

const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** `RconController.restartMission` is `servers.rcon.restart-mission`. */
export function auditAction(controller: string, handler: string): `servers.${string}` {
  const subject = kebab(controller.replace(/Controller$/, ''));
  return `servers.${subject === 'servers' ? '' : `${subject}.`}${kebab(handler)}`.slice(0, 60) as `servers.${string}`;
}

/** Names of what was sent, never its values: a body may hold passwords. */
function fieldsOf(body: unknown): string[] {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body).slice(0, 50) : [];
}

/** Writes a line into the audit log for everything somebody did to the servers (arma-servers spec §9). What failed changed nothing and leaves no line. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly log: AuditLog,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (READS.has(request.method) && this.reflector.get<boolean | undefined>(AUDITED, context.getHandler()) !== true) return next.handle();
    return next.handle().pipe(
      mergeMap(async (value: unknown) => {
        await this.write(context, request);
        return value;
      }),
    );
  }

  private async write(context: ExecutionContext, request: Request): Promise<void> {
    const principal = principalOf(context);
    const { id, ...others } = request.params as Record<string, string>;
    const server = request.path.startsWith('/api/servers/') ? id : undefined;
    const fields = fieldsOf(request.body);
    await this.log.write({
      action: auditAction(context.getClass().name, context.getHandler().name),
      actor: principal,
      target: server === undefined ? undefined : `server:${server}`,
      from: callerOf(request),
      detail: { ...(server === undefined && id !== undefined ? { id } : {}), ...others, ...(fields.length === 0 ? {} : { fields }) },
    });
  }
}
