import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { LineSignals } from '../logs/line-signals.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { LiveStates } from '../servers/live-state.js';
import { ServerSignals } from '../supervision/signals.js';

/** Without a line for so many intervals the last figure says nothing any more. */
const STALE_INTERVALS = 3;

/**
 * Makes servers tell their frames a second: `#monitords n` by RCon has a line of performance printed to the console every
 * n seconds, which is read like any other (arma-servers spec §7). `#monitor` would only tell the client that asks.
 */
@Injectable()
export class FpsMonitor implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('metrics');
  private readonly fresh = new Map<number, NodeJS.Timeout>();
  private readonly running = new Set<number>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly signals: ServerSignals,
    private readonly rcon: RconConnections,
    private readonly lines: LineSignals,
    private readonly live: LiveStates,
  ) {}

  onModuleInit(): void {
    this.signals.on('ready', (id) => {
      this.running.add(id);
      void this.ask(id);
    });
    this.signals.on('down', (id) => this.end(id));
    this.signals.on('gone', (id) => this.end(id));
    this.rcon.on('connected', (id) => void this.ask(id));
    this.lines.on('load', (id) => this.heard(id));
  }

  onApplicationShutdown(): void {
    for (const timer of this.fresh.values()) clearTimeout(timer);
  }

  private get seconds(): number {
    return this.config.servers.monitorSeconds;
  }

  /** Only a server that is ready and has RCon can be asked; whichever comes last asks. */
  private async ask(serverId: number): Promise<void> {
    if (this.seconds === 0 || !this.running.has(serverId) || !this.rcon.isConnected(serverId)) return;
    try {
      await this.rcon.command(serverId, `#monitords ${String(this.seconds)}`, 'poll');
    } catch (error) {
      this.logger.debug({ err: error, serverId }, 'the server does not tell its frames');
    }
  }

  private heard(serverId: number): void {
    clearTimeout(this.fresh.get(serverId));
    const timer = setTimeout(() => this.live.set(serverId, { fps: null, netInKbps: null, netOutKbps: null }), Math.max(1, this.seconds) * STALE_INTERVALS * 1_000);
    this.fresh.set(serverId, timer.unref());
  }

  private end(serverId: number): void {
    this.running.delete(serverId);
    clearTimeout(this.fresh.get(serverId));
    this.fresh.delete(serverId);
  }
}
