import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { LogPipeline } from '../logs/log-pipeline.js';
import { RconConnections } from '../rcon/rcon-connections.js';
import { LiveStates } from '../servers/live-state.js';
import { queryInfo } from './query.js';
import { ServerProcesses } from './server-processes.js';
import { ServerSignals } from './signals.js';
import { StatusWriter } from './status-writer.js';

const LOOK_MS = 15_000;

interface Watched {
  queryPort: number;
  aliveAt: number;
  lines: number;
  rcon: number | null;
  told: boolean;
}

/**
 * Sees servers that run but hang (arma-servers spec §4.7): no answer to a query, none by RCon and no line of output for a
 * while. The query also tells map and mission of servers whose log does not.
 */
@Injectable()
export class Watchdog implements OnModuleInit, OnApplicationShutdown {
  private readonly watched = new Map<number, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly signals: ServerSignals,
    private readonly processes: ServerProcesses,
    private readonly pipeline: LogPipeline,
    private readonly rcon: RconConnections,
    private readonly live: LiveStates,
    private readonly writer: StatusWriter,
  ) {}

  onModuleInit(): void {
    this.signals.on('ready', (id) => {
      const gamePort = this.processes.gamePort(id);
      if (gamePort !== undefined) this.watched.set(id, { queryPort: gamePort + 1, aliveAt: Date.now(), lines: 0, rcon: null, told: false });
    });
    this.signals.on('down', (id) => this.watched.delete(id));
    this.signals.on('gone', (id) => this.watched.delete(id));
    this.timer = setInterval(() => void this.look(), Math.min(LOOK_MS, (this.config.servers.hangSeconds * 1_000) / 4)).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await Promise.all([...this.watched].map(([id, watched]) => this.lookAt(id, watched)));
    } finally {
      this.looking = false;
    }
  }

  private async lookAt(id: number, watched: Watched): Promise<void> {
    const info = await queryInfo(watched.queryPort);
    if (info !== undefined) this.fillIn(id, info);
    const lines = this.pipeline.figures.lines.get(id) ?? 0;
    const rcon = this.rcon.lastHeard(id);
    if (info !== undefined || lines !== watched.lines || rcon !== watched.rcon) Object.assign(watched, { aliveAt: Date.now(), lines, rcon, told: false });
    else if (!watched.told && Date.now() - watched.aliveAt >= this.config.servers.hangSeconds * 1_000) this.hangs(id, watched);
  }

  private fillIn(id: number, { map, mission }: { map: string; mission: string }): void {
    const known = this.live.get(id);
    if (known.map === null && map !== '') this.live.set(id, { map });
    if (known.mission === null && mission !== '') this.live.set(id, { mission });
  }

  private hangs(id: number, watched: Watched): void {
    watched.told = true;
    const policy = this.config.servers.hangPolicy;
    this.writer.note(id, 'hang_detected', { phase: 'running', silent_seconds: Math.round((Date.now() - watched.aliveAt) / 1_000), policy });
    if (policy === 'restart') void this.processes.crash(id);
  }
}
