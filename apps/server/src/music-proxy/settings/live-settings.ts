import { providerNames } from '../providers/provider-settings.js';
import { changeable, type Changeable, type MusicSettings } from './changeable.js';

/** Values by environment name. `null`: back to what the start said. */
export type SettingUpdates = Readonly<Record<string, unknown>>;

/** One thing wrong with an update. */
export interface SettingFault {
  /** Environment name. */
  readonly field: string;
  readonly problem: string;
}

/** An update that was checked: what to store and what to forget. */
export interface CheckedUpdates {
  readonly set: ReadonlyMap<string, unknown>;
  readonly unset: readonly string[];
}

/**
 * The settings in force: those of the start, and over them what an admin has changed since. Parts of the proxy read them at each use, so
 * that a change needs no restart.
 */
export class LiveSettings {
  private overrides: ReadonlyMap<string, unknown> = new Map();
  private current: MusicSettings;

  constructor(private readonly start: MusicSettings) {
    this.current = start;
  }

  get music(): MusicSettings['music'] {
    return this.current.music;
  }

  get musicCache(): MusicSettings['musicCache'] {
    return this.current.musicCache;
  }

  /** Where a setting's value comes from. */
  sourceOf(env: string): 'start' | 'stored' {
    return this.overrides.has(env) ? 'stored' : 'start';
  }

  /** The value in force. */
  valueOf({ placed }: Changeable): unknown {
    return valueAt(this.current, placed);
  }

  /** The value without what was changed since the start. */
  startValueOf({ placed }: Changeable): unknown {
    return valueAt(this.start, placed);
  }

  /**
   * Puts other changes in force, in place of the earlier ones.
   * @returns the environment names whose values differ now
   */
  replace(overrides: ReadonlyMap<string, unknown>): Set<string> {
    const before = this.current;
    const music: Record<string, unknown> = { ...this.start.music };
    const musicCache: Record<string, unknown> = { ...this.start.musicCache };
    for (const [env, value] of overrides) {
      const placed = changeable.get(env)?.placed;
      if (placed) (placed.section === 'music' ? music : musicCache)[placed.name] = value;
    }
    this.overrides = overrides;
    this.current = { music, musicCache } as unknown as MusicSettings;
    return new Set([...changeable].filter(([, { placed }]) => JSON.stringify(valueAt(before, placed)) !== JSON.stringify(valueAt(this.current, placed))).map(([env]) => env));
  }

  /**
   * Checks an update against the settings' own rules and against each other.
   * @returns the update ready to be stored, or everything that is wrong with it
   */
  check(updates: SettingUpdates): { faults: SettingFault[]; checked: CheckedUpdates } {
    const faults: SettingFault[] = [];
    const set = new Map<string, unknown>();
    const unset: string[] = [];
    for (const [env, raw] of Object.entries(updates)) {
      const entry = changeable.get(env);
      if (!entry) faults.push({ field: env, problem: 'cannot be changed here' });
      else if (raw === null || (typeof raw === 'string' && raw.trim() === '')) unset.push(env);
      else {
        const parsed = parse(entry, raw);
        if (parsed.ok) set.set(env, parsed.value);
        else faults.push({ field: env, problem: `must be ${entry.placed.setting.kind.allowed}` });
      }
    }
    for (const env of ['PROVIDER_ORDER', 'AUDIO_PROVIDER_ORDER', 'PROVIDERS_OFF']) faults.push(...unknownProviders(env, set.get(env)));
    return { faults, checked: { set, unset } };
  }
}

/** Takes text as the environment has it, or the value itself. */
function parse({ placed: { setting } }: Changeable, raw: unknown): { ok: true; value: unknown } | { ok: false } {
  // A line break has no place in any of these, and would be a new variable in an environment file.
  if (typeof raw === 'string' && /[\r\n\0]/.test(raw)) return { ok: false };
  const parsed = setting.kind.schema.safeParse(typeof raw === 'string' ? setting.kind.fromText(raw.trim()) : raw);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
}

function unknownProviders(field: string, value: unknown): SettingFault[] {
  const names = Array.isArray(value) ? (value as string[]) : [];
  return names.filter((name) => !providerNames.includes(name.toLowerCase())).map((name) => ({ field, problem: `"${name.slice(0, 40)}" is no provider; there are ${providerNames.join(', ')}` }));
}

function valueAt(settings: MusicSettings, { section, name }: Changeable['placed']): unknown {
  const values = (section === 'music' ? settings.music : settings.musicCache) as unknown as Record<string, unknown>;
  return values[name];
}
