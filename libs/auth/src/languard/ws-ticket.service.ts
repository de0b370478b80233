import { Injectable } from '@nestjs/common';

import { Authenticator } from '../authenticate/authenticator.js';
import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import type { Principal } from '../guard/principal.js';
import { randomHex, sha256 } from '../tokens/secrets.js';
import { UsersService } from '../users/users.service.js';

/** Seconds a ticket waits for its socket (arma-servers spec §1.2). */
const LIFETIME = 30;

/** One-time tickets that open a WebSocket, so that no token stands in an address. */
@Injectable()
export class WsTicketService {
  constructor(
    private readonly store: EphemeralStore,
    private readonly users: UsersService,
    private readonly authenticator: Authenticator,
  ) {}

  async issue(caller: Principal, serverId: number | 'all'): Promise<{ ticket: string; expires_in: number }> {
    const ticket = randomHex(24);
    await this.store.set(key(ticket), JSON.stringify({ userId: caller.id, username: caller.username, serverId, scopes: [...caller.scopes] }), LIFETIME);
    return { ticket, expires_in: LIFETIME };
  }

  /** Who a ticket stands for and which server it opens; undefined when it is unknown, used or late. It works once. */
  async redeem(ticket: string): Promise<{ principal: Principal; serverId: number | 'all' } | undefined> {
    const text = await this.store.take(key(ticket));
    if (text === undefined) return undefined;
    const { userId, username, serverId, scopes } = JSON.parse(text) as { userId: number; username: string; serverId: number | 'all'; scopes: Parameters<Authenticator['principalOf']>[2] };
    const user = await this.users.find(userId);
    if (user?.enabled !== true || user.username !== username) return undefined;
    return { principal: await this.authenticator.principalOf(user, 'languard', scopes), serverId };
  }
}

const key = (ticket: string): string => `ws-ticket:${sha256(ticket)}`;
