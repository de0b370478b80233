import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../../operation/metrics.js';
import { HostLease } from '../hosts/host-lease.js';
import { LogPipeline } from '../logs/log-pipeline.js';
import type { LiveState } from '../servers/live-state.js';
import { LiveStates } from '../servers/live-state.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServerSignals } from '../supervision/signals.js';

const MEBIBYTE = 1024 * 1024;
const STATES = ['stopped', 'starting', 'running', 'stopping', 'restarting', 'crashed', 'error'] as const;

type Reading = (server: ArmaServer, live: LiveState) => number | null;

/** One value for each server; null = there is none now, so there is no sample either. */
const READINGS: readonly (readonly [name: string, help: string, read: Reading])[] = [
  ['cpu_percent', 'CPU of the process; 100 is one core.', (_, { cpuPercent }) => cpuPercent],
  ['memory_bytes', 'Resident memory of the process.', (_, { ramMb }) => (ramMb === null ? null : ramMb * MEBIBYTE)],
  ['players', 'Players on the server, without headless clients.', (_, { playerCount }) => playerCount],
  ['fps', 'Frames a second the server computes.', (_, { fps }) => fps],
  ['rcon_up', 'Whether RCon is logged in.', (_, { rconConnected }) => (rconConnected ? 1 : 0)],
  ['rcon_latency_seconds', 'Time of the last answer by RCon.', (_, { rconLatencyMs }) => (rconLatencyMs === null ? null : rconLatencyMs / 1_000)],
  ['started_timestamp_seconds', 'When the running process was started.', ({ pid, started_at: started }) => (pid === null || started === null ? null : started.getTime() / 1_000)],
];

/** Prometheus metrics of the servers of this host, by id and name. */
@Injectable()
export class ServerGauges implements OnModuleInit {
  private readonly restarts = new Map<number, number>();

  constructor(
    private readonly metrics: Metrics,
    private readonly servers: ServersRepository,
    private readonly live: LiveStates,
    private readonly lease: HostLease,
    private readonly pipeline: LogPipeline,
    private readonly signals: ServerSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('restarting', (id) => this.restarts.set(id, (this.restarts.get(id) ?? 0) + 1));
    for (const [name, help, read] of READINGS) {
      this.metrics.gauge(`rumpus_arma_server_${name}`, help, ['server', 'name'], async () =>
        (await this.own()).flatMap((server) => {
          const value = read(server, this.live.get(server.id));
          return value === null ? [] : [{ labels: labelsOf(server), value }];
        }),
      );
    }
    this.metrics.gauge('rumpus_arma_server_state', 'State of the server: 1 for the one it is in.', ['server', 'name', 'state'], async () =>
      (await this.own()).flatMap((server) => STATES.map((state) => ({ labels: { ...labelsOf(server), state }, value: server.status === state ? 1 : 0 }))),
    );
    this.metrics.gauge('rumpus_arma_log_entries_waiting', 'Log entries that are read but not stored yet, over all servers.', [], () => Promise.resolve([{ value: this.pipeline.figures.waiting }]));
    this.counter('rumpus_arma_server_log_lines_total', 'Lines of output read since the manager started.', () => this.pipeline.figures.lines);
    this.counter('rumpus_arma_server_restarts_total', 'Automatic restarts after a crash since the manager started.', () => this.restarts);
  }

  private own(): Promise<ArmaServer[]> {
    return this.servers.ofHost(this.lease.hostId);
  }

  private counter(name: string, help: string, read: () => ReadonlyMap<number, number>): void {
    const own = (): Promise<ArmaServer[]> => this.own();
    const counter = new Counter({
      name,
      help,
      labelNames: ['server', 'name'],
      registers: [],
      async collect() {
        const values = read();
        this.reset();
        for (const server of await own()) this.inc(labelsOf(server), values.get(server.id) ?? 0);
      },
    });
    this.metrics.registry.registerMetric(counter);
  }
}

const labelsOf = ({ id, name }: ArmaServer): { server: string; name: string } => ({ server: String(id), name });
