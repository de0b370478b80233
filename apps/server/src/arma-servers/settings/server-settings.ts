import { hostname } from 'node:os';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { transaction, upsertRows } from '@rumpus/persistence';
import { EventBus } from '@rumpus/realtime';
import { In, Repository } from 'typeorm';
import { invalidInput } from '../errors.js';
import { HostLease } from '../hosts/host-lease.js';
import type { Actor } from '../http/caller.js';
import { boundsOf, CHANGEABLE, CHANGEABLE_NAMES, isGood, type ChangeableName, type SettingsChange, type SettingsView } from './changeable.js';
import { ArmaSetting } from './setting.entity.js';
import { pathFaults } from './settings-check.js';

declare module '@rumpus/realtime' {
  interface DomainEvents {
    /** Somebody has changed settings of the server manager; they are in the database. */
    'servers.settings.changed': { names: string[] };
  }
}

/** Empty: for every host. */
const ALL_HOSTS = '';
/** Where events of other instances do not come through, a change is seen after so long. */
const LOOK_AGAIN_MS = 5_000;

/** The settings in force: those of the start, and over them what was changed since. They are read at each use, so that a change needs no restart. */
@Injectable()
export class ServerSettings implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('servers');
  private stored: ReadonlyMap<ChangeableName, unknown> = new Map();
  private current: Config['servers'];
  private stopListening: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(ArmaSetting) private readonly rows: Repository<ArmaSetting>,
    private readonly lease: HostLease,
    private readonly bus: EventBus,
  ) {
    this.current = config.servers;
  }

  /** Every setting of the servers as it counts now. */
  get values(): Config['servers'] {
    return this.current;
  }

  async onModuleInit(): Promise<void> {
    await this.lease.identify();
    const reload = (): Promise<void> => this.load().catch((error: unknown) => this.logger.warn({ err: error }, 'the settings of the servers could not be read again'));
    this.stopListening = this.bus.on('servers.settings.changed', reload);
    this.timer = setInterval(() => void reload(), LOOK_AGAIN_MS).unref();
    await this.load();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  view(): SettingsView {
    const settings = Object.fromEntries(
      CHANGEABLE_NAMES.map((name) => {
        const [key, scope] = CHANGEABLE[name];
        return [name, { value: this.current[key], start_value: this.config.servers[key], source: this.stored.has(name) ? 'stored' : 'start', scope, min: boundsOf(name)?.[0] ?? null, max: boundsOf(name)?.[1] ?? null }];
      }),
    );
    return { host_id: this.lease.hostId, host_name: hostname(), settings: settings as SettingsView['settings'] };
  }

  /**
   * Stores a change, as a whole or not at all, and puts it in force here and on the other instances.
   *
   * @throws LanguardError `VALIDATION_ERROR` with every fault
   */
  async change(change: SettingsChange, actor: Actor): Promise<SettingsView> {
    const faults = await pathFaults(change);
    if (faults.length > 0) throw invalidInput(...faults);
    const names = CHANGEABLE_NAMES.filter((name) => change[name] !== undefined);
    const back = names.filter((name) => change[name] === null);
    const rows = names.filter((name) => change[name] !== null).map((name) => ({ host_id: this.placeOf(name), name, value: change[name], updated_by: actor, updated_at: new Date() }));
    await transaction(this.rows.manager, async (manager) => {
      if (back.length > 0) await manager.delete(ArmaSetting, { name: In(back), host_id: In([ALL_HOSTS, this.lease.hostId]) });
      await upsertRows(manager, ArmaSetting, rows, { key: ['host_id', 'name'], update: ['value', 'updated_by', 'updated_at'] });
    });
    await this.load();
    this.bus.emit('servers.settings.changed', { names });
    return this.view();
  }

  private placeOf(name: ChangeableName): string {
    return CHANGEABLE[name][1] === 'host' ? this.lease.hostId : ALL_HOSTS;
  }

  private async load(): Promise<void> {
    const stored = new Map<ChangeableName, unknown>();
    for (const { name, host_id: host, value } of await this.rows.find({ where: { host_id: In([ALL_HOSTS, this.lease.hostId]) } })) {
      const known = CHANGEABLE_NAMES.find((one) => one === name);
      if (known === undefined || host !== this.placeOf(known)) continue;
      if (isGood(known, value)) stored.set(known, value);
      else this.logger.warn({ name }, 'a stored setting of the servers is left out: its value is not one that may count');
    }
    this.stored = stored;
    this.current = { ...this.config.servers, ...Object.fromEntries([...stored].map(([name, value]) => [CHANGEABLE[name][0], value])) };
  }
}
