import { SealError, type Sealer } from '@rumpus/config';
import { In, type DataSource } from 'typeorm';
import { MusicSetting } from '../store/entities.js';
import { changeable } from './changeable.js';
import type { CheckedUpdates } from './live-settings.js';

const placeOf = (env: string): string => `music_settings|value|${env}`;

/** What an admin has changed, in the database. Secrets are sealed. */
export class SettingsStore {
  constructor(
    private readonly source: DataSource,
    private readonly sealer: Sealer,
    private readonly onWarning: (message: string) => void,
  ) {}

  /** Every stored value that is still good; one that is not is left out with a warning. */
  async load(): Promise<Map<string, unknown>> {
    const values = new Map<string, unknown>();
    for (const { env, value } of await this.source.getRepository(MusicSetting).find({ order: { env: 'ASC' } })) {
      const read = this.read(env, value);
      if (read.ok) values.set(env, read.value);
      else this.onWarning(`The stored setting ${env} is left out: ${read.problem}`);
    }
    return values;
  }

  /** Stores an update as a whole or not at all. */
  async save({ set, unset }: CheckedUpdates, now = new Date()): Promise<void> {
    const rows = [...set].map(([env, value]) => ({ env, value: this.write(env, value), updatedAt: now }));
    await this.source.transaction(async (manager) => {
      if (unset.length > 0) await manager.delete(MusicSetting, { env: In([...unset]) });
      if (rows.length > 0) await manager.upsert(MusicSetting, rows, ['env']);
    });
  }

  private write(env: string, value: unknown): string {
    const text = JSON.stringify(value);
    return changeable.get(env)?.placed.setting.secret === true ? this.sealer.seal(text, placeOf(env)) : text;
  }

  private read(env: string, stored: string): { ok: true; value: unknown } | { ok: false; problem: string } {
    const setting = changeable.get(env)?.placed.setting;
    if (!setting) return { ok: false, problem: 'there is no such setting any more' };
    try {
      const parsed = setting.kind.schema.safeParse(JSON.parse(setting.secret ? this.sealer.open(stored, placeOf(env)) : stored));
      return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: `it must be ${setting.kind.allowed}` };
    } catch (error) {
      return { ok: false, problem: error instanceof SealError ? error.message : 'it cannot be read' };
    }
  }
}
