import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { HostLease } from './host-lease.js';
import { ArmaHost } from './host.entity.js';

/** A host as others see it. */
export interface HostView {
  id: string;
  name: string;
  /** Whether it is the one of this manager. */
  here: boolean;
  /** Whether some manager looks after its servers now. */
  online: boolean;
  last_seen: string;
  /** Where the files of its servers lie on that host. */
  servers_dir: string;
}

const FRESH_MS = 1_000;

/** The hosts that share this database. */
@Injectable()
export class HostDirectory {
  private known: { at: number; hosts: Promise<Map<string, HostView>> } | undefined;

  constructor(
    @InjectRepository(ArmaHost) private readonly hosts: Repository<ArmaHost>,
    private readonly lease: HostLease,
  ) {}

  /** All hosts by id; read again when they are older than a second. */
  async all(): Promise<Map<string, HostView>> {
    const now = Date.now();
    if (this.known === undefined || now - this.known.at > FRESH_MS) this.known = { at: now, hosts: this.read() };
    const { hosts } = this.known;
    return hosts.catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
  }

  /** A host, which may have been forgotten. */
  async find(id: string): Promise<HostView> {
    return (await this.all()).get(id) ?? { id, name: id, here: id === this.lease.hostId, online: false, last_seen: new Date(0).toISOString(), servers_dir: '' };
  }

  private async read(): Promise<Map<string, HostView>> {
    const rows = await this.hosts.find();
    const now = Date.now();
    return new Map(
      rows.map(({ host_id: id, name, lease_until: until, last_seen: seen, servers_dir: dir }) => {
        const here = id === this.lease.hostId;
        const online = (here && this.lease.held) || (until !== null && until.getTime() > now);
        return [id, { id, name, here, online, last_seen: seen.toISOString(), servers_dir: dir ?? '' }];
      }),
    );
  }
}
