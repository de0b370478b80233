import { Injectable } from '@nestjs/common';
import { LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { RconConnections } from './rcon-connections.js';

/** Ends or replaces the process behind the supervisor's back, or locks us out. */
const REFUSED = /^\s*(#restartserver|#shutdown|RConPassword|RConPort)\b/i;

/** Commands people send to a game. */
@Injectable()
export class RconService {
  constructor(
    private readonly connections: RconConnections,
    private readonly servers: ServersRepository,
    private readonly events: EventsService,
    readonly router: HostRouter,
  ) {}

  /** A raw command, remembered in the history of events. */
  @OnOwner('rcon.command', ([, , timeoutMs]) => (typeof timeoutMs === 'number' ? timeoutMs / 1_000 : 0))
  async command(serverId: number, command: string, timeoutMs: number, actor: Actor): Promise<{ response: string; took_ms: number }> {
    const server = await this.servers.get(serverId);
    if (REFUSED.test(command)) throw new LanguardError('FORBIDDEN', 'Use stop, restart or the RCon settings for this: otherwise the server would be lost to its supervisor');
    const begun = performance.now();
    await this.events.record(server, 'rcon_command', actor, { command });
    const response = await this.connections.command(serverId, command, 'user', timeoutMs);
    return { response, took_ms: Math.round(performance.now() - begun) };
  }

  /** A command of which only the success counts. */
  @OnOwner('rcon.send')
  async send(serverId: number, command: string): Promise<object> {
    await this.servers.get(serverId);
    await this.connections.command(serverId, command);
    return {};
  }
}
