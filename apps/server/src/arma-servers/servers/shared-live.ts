import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { upsertRows } from '@rumpus/persistence';
import { In, Repository } from 'typeorm';
import { HostDirectory } from '../hosts/host-directory.js';
import { HostLease } from '../hosts/host-lease.js';
import { ServerProcesses } from '../supervision/server-processes.js';
import { LiveStates, noLiveState, type LiveState } from './live-state.js';
import { ArmaLiveState } from './live-state.entity.js';
import type { ArmaServer } from './server.entity.js';

/** What a host told longer ago than this is no live state any more. */
const FRESH_MS = 30_000;

/** Live states over hosts: ours from memory, those of other hosts as they told them. */
@Injectable()
export class SharedLive implements OnModuleInit {
  constructor(
    @InjectRepository(ArmaLiveState) private readonly told: Repository<ArmaLiveState>,
    private readonly live: LiveStates,
    private readonly processes: ServerProcesses,
    private readonly lease: HostLease,
    private readonly directory: HostDirectory,
  ) {}

  onModuleInit(): void {
    // The next reading, seconds later, makes up for one that was not told.
    this.processes.onSamples((samples) => void this.tell([...samples.keys()]).catch(() => undefined));
  }

  /** The live state of each server. */
  async of(servers: readonly ArmaServer[]): Promise<Map<number, LiveState>> {
    const foreign = servers.filter((server) => server.host_id !== this.lease.hostId).map(({ id }) => id);
    const rows = foreign.length === 0 ? [] : await this.told.findBy({ server_id: In(foreign) });
    const since = Date.now() - FRESH_MS;
    const fresh = new Map(rows.filter(({ updated_at: at }) => at.getTime() >= since).map(({ server_id: id, state }) => [id, state]));
    return new Map(servers.map((server) => [server.id, server.host_id === this.lease.hostId ? this.live.get(server.id) : (fresh.get(server.id) ?? noLiveState())]));
  }

  private async tell(ids: readonly number[]): Promise<void> {
    if ((await this.directory.all()).size < 2) return;
    const now = new Date();
    await upsertRows(this.told.manager, ArmaLiveState, ids.map((id) => ({ server_id: id, state: this.live.get(id), updated_at: now })), { key: ['server_id'], update: ['state', 'updated_at'] });
  }
}
