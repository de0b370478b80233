import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { mergeMap, type Observable } from 'rxjs';

import { callerOf } from '../authenticate/caller.js';
import { ROUTE_POLICY, type RoutePolicy } from '../guard/decorators.js';
import { principalOf } from '../guard/request-principal.js';
import type { Scope } from '../scopes/scopes.js';
import { type AuditAction, AuditLog } from './audit-log.js';

/** What a change under these scopes is called in the log. Changes of people, tokens and game servers write lines of their own, with more in them. */
const ACTIONS: Partial<Record<Scope, AuditAction>> = {
  'platforms.write': 'settings.changed',
  'music.write': 'settings.changed',
  'arcade.write': 'settings.changed',
  'tasks.run': 'task.run',
};

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const MOST_FIELDS = 30;

/**
 * Writes a line for every change that succeeded on a route for those who run the house: which route, which object, which fields. Values are
 * left out, for among them are passwords. It goes by the route's policy, so a new route is covered without anybody thinking of it.
 */
@Injectable()
export class AuditTrail implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const action = context.getType() === 'http' ? this.#actionOf(context) : undefined;
    if (action === undefined) return next.handle();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.#write(action, context);
        return answer;
      }),
    );
  }

  #actionOf(context: ExecutionContext): AuditAction | undefined {
    if (SAFE.has(context.switchToHttp().getRequest<Request>().method)) return undefined;
    const policy = this.reflector.getAllAndOverride<RoutePolicy | undefined>(ROUTE_POLICY, [context.getHandler(), context.getClass()]);
    if (policy?.kind !== 'scopes') return undefined;
    return policy.scopes.map((scope) => ACTIONS[scope]).find((found) => found !== undefined);
  }

  async #write(action: AuditAction, context: ExecutionContext): Promise<void> {
    const request = context.switchToHttp().getRequest<Request>();
    const { method, path, body } = request as { method: string; path: string; body: unknown };
    const plain = typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body);
    const fields = plain ? Object.keys(body).slice(0, MOST_FIELDS).map((field) => field.slice(0, 60)) : [];
    await this.audit.write({ action, actor: principalOf(context), target: `${method} ${path}`, from: callerOf(request), detail: fields.length === 0 ? {} : { fields } });
  }
}
