import { EventEmitter } from 'node:events';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RconClient, RconError, type CommandPriority } from '@rumpus/battleye-rcon';
import { LanguardError } from '../errors.js';
import { LiveStates } from '../servers/live-state.js';

/** What RCon connections tell. */
export interface RconSignalMap {
  connected: [serverId: number];
  lost: [serverId: number];
  refused: [serverId: number];
  message: [serverId: number, text: string];
}

/** Where and how to log in. */
export interface RconTarget {
  port: number;
  address: string;
  password: string;
}

/** A shutdown may end the server before it answers, so there is little sense in waiting long. */
const SHUTDOWN_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 5_000;

/** Our answer to a failure of RCon. */
function translated(error: unknown): unknown {
  if (!(error instanceof RconError)) return error;
  switch (error.code) {
    case 'refused':
      return new LanguardError('RCON_REFUSED', 'The server refused the RCon password; it takes a new one only at its next start', null, error);
    case 'disallowed':
      return new LanguardError('RCON_COMMAND_DISALLOWED', 'The server does not allow this command', null, error);
    case 'timeout':
      return new LanguardError('RCON_TIMEOUT', 'The server did not answer in time', null, error);
    case 'invalid-command':
      return new LanguardError('VALIDATION_ERROR', error.message, [{ path: 'command', rule: 'characters', message: error.message }], error);
    case 'busy':
      return new LanguardError('RATE_LIMITED', error.message, null, error);
    case 'unavailable':
    case 'closed':
      return new LanguardError('RCON_UNAVAILABLE', 'RCon of this server is not connected', null, error);
  }
}

/** One RCon link per running server. */
@Injectable()
export class RconConnections extends EventEmitter<RconSignalMap> implements OnApplicationShutdown {
  private readonly logger = new Logger('rcon');
  private readonly clients = new Map<number, RconClient>();
  private readonly heard = new Map<number, number>();

  constructor(private readonly live: LiveStates) {
    super();
  }

  onApplicationShutdown(): void {
    for (const id of this.clients.keys()) this.close(id);
  }

  /** Begins to log in, and keeps at it. */
  open(serverId: number, { port, address, password }: RconTarget): void {
    this.close(serverId);
    const client = new RconClient({ host: address, port, password, attempts: 5 });
    this.clients.set(serverId, client);
    client.on('message', (text) => {
      this.note(serverId);
      this.emit('message', serverId, text);
    });
    client.on('state', (state, previous) => {
      this.live.set(serverId, { rconConnected: state === 'connected', rconRefused: state === 'refused' });
      if (state === 'connected') this.emit('connected', serverId);
      else if (state === 'refused') this.emit('refused', serverId);
      else if (previous === 'connected') this.emit('lost', serverId);
      if (state === 'refused') this.logger.warn({ serverId }, 'the server refused the RCon password');
    });
    client.connect();
  }

  /** Ends the link of a server, if there is one. */
  close(serverId: number): void {
    const client = this.clients.get(serverId);
    this.clients.delete(serverId);
    client?.removeAllListeners();
    client?.close();
    this.live.set(serverId, { rconConnected: false });
  }

  isConnected(serverId: number): boolean {
    return this.clients.get(serverId)?.state === 'connected';
  }

  /** Moves on whenever the server has said anything by RCon. */
  lastHeard(serverId: number): number {
    return this.heard.get(serverId) ?? 0;
  }

  /** The number of our own login among the admins, to know our own `say` when it comes back. */
  adminNumber(serverId: number): number | undefined {
    return this.clients.get(serverId)?.adminNumber;
  }

  /**
   * Sends a command.
   *
   * @throws LanguardError `RCON_UNAVAILABLE`, `RCON_REFUSED`, `RCON_TIMEOUT`, `RCON_COMMAND_DISALLOWED`, `VALIDATION_ERROR`, `RATE_LIMITED`
   */
  async command(serverId: number, text: string, priority: CommandPriority = 'user', timeoutMs = COMMAND_TIMEOUT_MS): Promise<string> {
    const client = this.clients.get(serverId);
    if (client === undefined) throw new LanguardError('RCON_UNAVAILABLE', 'RCon of this server is not connected');
    const begun = performance.now();
    try {
      const answer = await client.command(text, { priority, timeoutMs });
      this.note(serverId);
      this.live.set(serverId, { rconLatencyMs: Math.round(performance.now() - begun) });
      return answer;
    } catch (error) {
      throw translated(error);
    }
  }

  private note(serverId: number): void {
    this.heard.set(serverId, (this.heard.get(serverId) ?? 0) + 1);
  }

  /** The first way to stop a server. A missing answer is no failure: the server may be gone before it answers. */
  async shutdown(serverId: number): Promise<void> {
    if (!this.isConnected(serverId)) throw new LanguardError('RCON_UNAVAILABLE', 'RCon of this server is not connected');
    await this.command(serverId, '#shutdown', 'user', SHUTDOWN_TIMEOUT_MS).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'RCON_TIMEOUT' && (error as { code?: unknown }).code !== 'RCON_UNAVAILABLE') throw error;
    });
  }
}
