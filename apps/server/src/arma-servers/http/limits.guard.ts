import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { principalOf, RateLimiter, type Principal, type RateLimit } from '@rumpus/auth';
import type { Request } from 'express';
import { CallBudget } from './call-budget.js';

interface CountedRule extends RateLimit {
  /** Whether calls count for the server they name, whoever makes them, or for the account that makes them. */
  per: 'server' | 'account';
}

/** What is limited beyond the number of calls (arma-servers spec §9.8). The emergency brake, `kill`, is not. */
const COUNTED = {
  power: { name: 'servers-power', per: 'server', limit: 10, window: 60, message: 'This server was started and stopped too often. Try again later.' },
  upload: { name: 'servers-upload', per: 'account', limit: 10, window: 60, message: 'Too many uploads. Try again later.' },
  console: { name: 'servers-console', per: 'account', limit: 60, window: 60, message: 'Too many commands. Try again later.' },
} as const satisfies Record<string, CountedRule>;

const COUNTED_AS = Symbol('rumpus:servers-counted-as');

/** Calls of this route are counted under a limit of their own. */
export const CountedAs = (rule: keyof typeof COUNTED): MethodDecorator => SetMetadata(COUNTED_AS, rule);

/** Holds the limits of the servers' routes, over all instances: 429 with `Retry-After` above them. */
@Injectable()
export class LimitsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly budget: CallBudget,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const principal = principalOf(context);
    // Who may call without an account has no budget of his own; such routes have limits per address.
    if (principal === undefined) return true;
    await this.budget.spend(principal.id);
    const name = this.reflector.get<keyof typeof COUNTED | undefined>(COUNTED_AS, context.getHandler());
    if (name !== undefined) await this.count(COUNTED[name], principal, context.switchToHttp().getRequest<Request>());
    return true;
  }

  private async count(rule: CountedRule, principal: Principal, { params, body }: Request): Promise<void> {
    // A dry run starts nothing.
    if ((body as { dry_run?: unknown } | undefined)?.dry_run === true) return;
    await this.limiter.hit(rule, rule.per === 'server' ? String(params['id']) : String(principal.id));
  }
}
