import { hostname } from 'node:os';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { upsertRows } from '@rumpus/persistence';
import { inspect, isAlive } from '@rumpus/process-supervisor';
import { writeAtomic } from '@rumpus/storage';
import { Repository } from 'typeorm';
import { LanguardError } from '../errors.js';
import { ArmaHost } from './host.entity.js';

/** A lease is renewed three times before it could run out. */
const RENEWALS = 3;

type Listener = () => void | Promise<void>;

/**
 * Makes this manager the one that looks after the servers of this host. A second manager on the same host stands by; it
 * takes over when the lease runs out, or at once when it can see that the holder, a process of this very host, is dead.
 */
@Injectable()
export class HostLease implements OnModuleInit {
  private readonly logger = new Logger('servers');
  private readonly acquired: Listener[] = [];
  private readonly lost: Listener[] = [];
  private timer: NodeJS.Timeout | undefined;
  private id = '';
  private naming: Promise<string> | undefined;
  private token = '';
  private until = 0;
  private ticking: Promise<void> = Promise.resolve();
  private changing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(ArmaHost) private readonly hosts: Repository<ArmaHost>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.identify();
    const facts = await inspect(process.pid);
    this.token = [randomUUID(), process.pid, facts?.startTime ?? '', facts?.bootId ?? ''].join('|');
    const row = { host_id: this.id, name: hostname(), lease_token: null, lease_until: null, servers_dir: this.config.servers.dir, last_seen: new Date() };
    await upsertRows(this.hosts.manager, ArmaHost, [row], { key: ['host_id'], update: ['name', 'servers_dir'] });
  }

  /** Reads the name of this host, or makes one; what needs it while the app is set up waits for this. */
  async identify(): Promise<string> {
    this.naming ??= this.readId();
    return (this.id = await this.naming);
  }

  /** The stable name of this host. */
  get hostId(): string {
    return this.id;
  }

  /** Whether this manager may touch the servers of this host now. */
  get held(): boolean {
    return Date.now() < this.until;
  }

  /** @throws LanguardError `OWNED_BY_OTHER_HOST` unless the server is of this host and this manager holds its lease */
  assertOwner(server: { host_id: string }): void {
    if (server.host_id !== this.id) throw new LanguardError('OWNED_BY_OTHER_HOST', 'This server runs on another host', { host_id: server.host_id });
    if (!this.held) throw new LanguardError('OWNED_BY_OTHER_HOST', 'Another manager looks after the servers of this host', { host_id: this.id });
  }

  /** Called each time the lease is got, and each time it is lost. */
  on(event: 'acquired' | 'lost', listener: Listener): void {
    (event === 'acquired' ? this.acquired : this.lost).push(listener);
  }

  /** Begins to hold the lease, or to wait for it. */
  async start(): Promise<void> {
    await this.renew();
    this.timer = setInterval(() => void this.renew(), this.leaseMs / RENEWALS);
    this.timer.unref();
  }

  /** Gives the lease back, so that the next manager need not wait. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
    this.until = 0;
    await this.hosts.update({ host_id: this.id, lease_token: this.token }, { lease_token: null, lease_until: null }).catch(() => undefined);
  }

  /** Resolves when everything that follows from the last change of hands is done: until then servers may be up that are not known yet. */
  async settled(): Promise<void> {
    await this.changing;
  }

  private get leaseMs(): number {
    return this.config.servers.leaseSeconds * 1_000;
  }

  /** One renewal after the other: a slow database must not let two run beside each other. */
  private renew(): Promise<void> {
    this.ticking = this.ticking.then(() => this.tick());
    return this.ticking;
  }

  private async readId(): Promise<string> {
    const path = join(this.config.servers.dir, 'host.id');
    const known = await readFile(path, 'utf8').catch(() => '');
    if (known.trim() !== '') return known.trim();
    const made = randomUUID();
    await mkdir(this.config.servers.dir, { recursive: true, mode: 0o700 });
    await writeAtomic(path, `${made}\n`, { mode: 0o600 });
    return made;
  }

  private async tick(): Promise<void> {
    const before = this.held;
    const now = Date.now();
    try {
      if (await this.take(now)) this.until = now + this.leaseMs;
    } catch (error) {
      // The database is away; what we hold is ours until it runs out.
      this.logger.warn({ err: error }, 'the lease of this host could not be renewed');
    }
    if (this.held === before) return;
    const held = this.held;
    this.changing = this.changing.then(() => this.announce(held));
    await this.changing;
  }

  private async announce(held: boolean): Promise<void> {
    for (const listener of held ? this.acquired : this.lost) {
      try {
        await listener();
      } catch (error) {
        this.logger.error({ err: error }, `what follows from ${held ? 'getting' : 'losing'} the lease of this host failed`);
      }
    }
  }

  private async take(now: number): Promise<boolean> {
    const lease = { lease_token: this.token, lease_until: new Date(now + this.leaseMs), last_seen: new Date(now) };
    const mine = await this.hosts.createQueryBuilder().update().set(lease).where('host_id = :id AND (lease_token = :token OR lease_until IS NULL OR lease_until < :now)', { id: this.id, token: this.token, now }).execute();
    if ((mine.affected ?? 0) > 0) return true;
    const holder = await this.hosts.findOneBy({ host_id: this.id });
    if (holder?.lease_token == null || (await this.holderMayLive(holder.lease_token))) return false;
    const taken = await this.hosts.update({ host_id: this.id, lease_token: holder.lease_token }, lease);
    return (taken.affected ?? 0) > 0;
  }

  /** False only when the holder was a process of this boot of this host, and is gone. */
  private async holderMayLive(token: string): Promise<boolean> {
    const [, pid = '', startTime = '', bootId = ''] = token.split('|');
    const own = this.token.split('|')[3];
    if (bootId === '' || bootId !== own) return true;
    return isAlive({ pid: Number(pid), startTime, bootId });
  }
}
