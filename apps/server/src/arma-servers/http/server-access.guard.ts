import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mayOn, principalOf, type Scope } from '@rumpus/auth';
import type { Request } from 'express';
import { LanguardError, missing } from '../errors.js';

const SERVER_SCOPE = Symbol('rumpus:server-scope');

/** The right a route needs on the very server its `id` names. */
export const OnServer = (scope: Scope): MethodDecorator => SetMetadata(SERVER_SCOPE, scope);

/**
 * Checks rights per server. Who may not even read a server is told that there is none; who may read it but not do this
 * is told that it is forbidden.
 */
@Injectable()
export class ServerAccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const scope = this.reflector.get<Scope | undefined>(SERVER_SCOPE, context.getHandler());
    if (scope === undefined) return true;
    const { id } = context.switchToHttp().getRequest<Request>().params;
    const principal = principalOf(context);
    if (principal === undefined || typeof id !== 'string' || !mayOn(principal, 'servers.read', 'server', id)) throw missing('server');
    if (!mayOn(principal, scope, 'server', id)) throw new LanguardError('FORBIDDEN', 'You have no right to do this on this server');
    return true;
  }
}
