import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import { EventBus } from '@rumpus/realtime';

import { LiveNetwork } from '../core/live-network.js';
import { ArcadeData } from '../store/arcade-data.js';
import type { DocValue } from '../store/document.js';
import { note } from '../web/player-admin.service.js';
import { CHANGEABLE_NAMES, type ChangeableName, checkSetting, NetworkSettings } from './network-settings.js';

declare module '@rumpus/realtime' {
  interface DomainEvents {
    /** Settings of the arcade network were changed; they are in the database. */
    'arcade.settings.changed': { names: string[] };
  }
}

/** Changes by name; `null`: back to what the start says. */
export type NetworkSettingChanges = { readonly [K in ChangeableName]?: unknown };

const nameOf = (text: string): ChangeableName | undefined => CHANGEABLE_NAMES.find((one) => one === text);

/** Changes settings of the running network, on every instance. */
@Injectable()
export class NetworkSettingsService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('arcade settings');
  private stopListening: () => void = () => undefined;

  constructor(private readonly settings: NetworkSettings, private readonly data: ArcadeData, private readonly network: LiveNetwork, private readonly bus: EventBus) {}

  onModuleInit(): void {
    this.stopListening = this.bus.on('arcade.settings.changed', () => this.reload());
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** Puts in force what is stored. A value that is no longer good is left out with a warning. */
  async reload(): Promise<void> {
    const overrides = new Map<ChangeableName, unknown>();
    for (const row of await this.data.sql.all('SELECT name, value FROM arcade_network_settings ORDER BY name')) {
      const name = nameOf(String(row['name']));
      const stored: unknown = JSON.parse(String(row['value']));
      const checked = name === undefined || stored === null ? undefined : checkSetting(name, stored);
      if (name !== undefined && checked?.ok !== false) overrides.set(name, checked?.value ?? null);
      else this.logger.warn(`The stored setting ${String(row['name'])} is left out: ${checked?.ok === false ? `it must be ${checked.problem}` : 'there is none of that name'}`);
    }
    this.settings.replace(overrides);
    await this.network.refresh();
  }

  /**
   * Stores changes, all or none, puts them in force and writes the audit.
   * @throws DomainError `invalid` that names the setting
   */
  async change(caller: Principal, changes: NetworkSettingChanges): Promise<void> {
    const checked = Object.entries(changes).filter(([, value]) => value !== undefined).map(([name, value]) => {
      if (value === null) return { name, remove: true, value: null } as const;
      const result = checkSetting(name as ChangeableName, value);
      if (!result.ok) throw invalid(`${name} must be ${result.problem}`, name);
      return { name, remove: false, value: result.value } as const;
    });
    if (checked.length === 0) return;
    await this.data.transaction(async (tables) => {
      for (const { name, remove, value } of checked) {
        if (remove) await tables.sql.run('DELETE FROM arcade_network_settings WHERE name = ?', [name]);
        else await tables.sql.upsert('arcade_network_settings', { name, value: JSON.stringify(value) }, ['name']);
      }
      await note(tables, caller, 'network settings', { settings: Object.fromEntries(checked.map(({ name, remove, value }) => [name, remove ? 'as at the start' : (value as DocValue)])) });
    });
    await this.reload();
    this.bus.emit('arcade.settings.changed', { names: checked.map(({ name }) => name) });
  }
}
