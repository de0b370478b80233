import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@rumpus/realtime';
import { MusicProxy } from '../music-proxy.js';
import { LiveSettings, type SettingFault, type SettingUpdates } from './live-settings.js';
import { SettingsStore } from './settings-store.js';

declare module '@rumpus/realtime' {
  interface DomainEvents {
    /** An admin has changed settings of the music proxy; they are in the database. */
    'music.settings.changed': { keys: string[] };
  }
}

/** An update with faults: nothing of it was stored. */
export class SettingsRefused extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    super(faults.map(({ field, problem }) => `${field} ${problem}`).join('; '));
  }
}

/** Changes settings of the running proxy, on every instance. */
@Injectable()
export class SettingsService implements OnModuleInit, OnModuleDestroy {
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly settings: LiveSettings,
    private readonly store: SettingsStore,
    private readonly proxy: MusicProxy,
    private readonly bus: EventBus,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.bus.on('music.settings.changed', () => this.reload());
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /**
   * Stores an update and puts it in force.
   * @returns the environment names it held
   * @throws SettingsRefused with everything that is wrong
   */
  async update(updates: SettingUpdates): Promise<string[]> {
    const { faults, checked } = this.settings.check(updates);
    if (faults.length > 0) throw new SettingsRefused(faults);
    await this.store.save(checked);
    await this.reload();
    const keys = [...checked.set.keys(), ...checked.unset];
    this.bus.emit('music.settings.changed', { keys });
    return keys;
  }

  private async reload(): Promise<void> {
    await this.proxy.apply(await this.store.load());
  }
}
