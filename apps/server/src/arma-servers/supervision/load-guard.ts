import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import type { ResourceSample } from '@rumpus/process-supervisor';
import { type LiveState, LiveStates } from '../servers/live-state.js';
import { HeldCondition } from './held-condition.js';
import { ServerProcesses } from './server-processes.js';
import { ServerSignals } from './signals.js';
import { StatusWriter } from './status-writer.js';

type Alert = 'cpu_high' | 'fps_low' | 'no_players';

/** One thing that is worth telling when it lasts. */
interface Watch {
  readonly event: Alert;
  readonly condition: HeldCondition;
  readonly holds: (sample: ResourceSample, live: LiveState) => boolean;
  readonly detail: (sample: ResourceSample, live: LiveState) => object;
}

/** Tells of servers that are overloaded, or that nobody plays on (arma-servers spec §7). A limit of 0 in the settings is no limit. */
@Injectable()
export class LoadGuard implements OnModuleInit {
  private readonly watches: readonly Watch[];

  constructor(
    @Inject(CONFIG) { servers }: Config,
    private readonly processes: ServerProcesses,
    private readonly signals: ServerSignals,
    private readonly live: LiveStates,
    private readonly writer: StatusWriter,
  ) {
    this.watches = [
      ...(servers.alertCpuPercent > 0 ? [cpuWatch(servers.alertCpuPercent, servers.alertSeconds)] : []),
      ...(servers.alertFps > 0 ? [fpsWatch(servers.alertFps, servers.alertSeconds)] : []),
      ...(servers.alertEmptyMinutes > 0 ? [emptyWatch(servers.alertEmptyMinutes)] : []),
    ];
  }

  onModuleInit(): void {
    this.signals.on('down', (id) => this.forget(id));
    this.signals.on('gone', (id) => this.forget(id));
    this.processes.onSamples((samples) => {
      for (const [id, sample] of samples) this.look(id, sample, Date.now());
    });
  }

  private look(id: number, sample: ResourceSample, now: number): void {
    const live = this.live.get(id);
    for (const { event, condition, holds, detail } of this.watches) {
      const lasted = condition.look(id, holds(sample, live), now);
      if (lasted !== undefined) this.writer.note(id, event, { ...detail(sample, live), seconds: Math.round(lasted / 1_000) });
    }
  }

  private forget(id: number): void {
    for (const { condition } of this.watches) condition.forget(id);
  }
}

const cpuWatch = (percent: number, seconds: number): Watch => ({
  event: 'cpu_high',
  condition: new HeldCondition(seconds * 1_000),
  holds: ({ cpuPercent }) => cpuPercent > percent,
  detail: ({ cpuPercent }) => ({ limit_percent: percent, cpu_percent: Math.round(cpuPercent) }),
});

/** Only while somebody plays: an empty server idles by design. */
const fpsWatch = (least: number, seconds: number): Watch => ({
  event: 'fps_low',
  condition: new HeldCondition(seconds * 1_000),
  holds: (_sample, { fps, playerCount }) => fps !== null && fps < least && playerCount > 0,
  detail: (_sample, { fps, playerCount }) => ({ limit_fps: least, fps, players: playerCount }),
});

const emptyWatch = (minutes: number): Watch => ({
  event: 'no_players',
  condition: new HeldCondition(minutes * 60_000),
  holds: (_sample, { playerCount, rconConnected }) => rconConnected && playerCount === 0,
  detail: () => ({ minutes }),
});
