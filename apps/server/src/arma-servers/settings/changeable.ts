import { placedSettings, type Config } from '@rumpus/config';
import { z } from 'zod';

type Name = keyof Config['servers'];

/** Whom a change counts for: paths are those of one host, how long records stay is the same for all that share the database. */
export type SettingScope = 'all' | 'host';

/** What an administrator may change while the manager runs: retention, steamcmd and the folders (arma-servers spec §1.9). */
export const CHANGEABLE = {
  log_retention_days: ['logRetentionDays', 'all'],
  log_file_days: ['logFileDays', 'all'],
  player_retention_days: ['playerRetentionDays', 'all'],
  event_retention_days: ['eventRetentionDays', 'all'],
  metrics_raw_hours: ['metricsRawHours', 'all'],
  metrics_minute_days: ['metricsMinuteDays', 'all'],
  metrics_hour_days: ['metricsHourDays', 'all'],
  steamcmd_path: ['steamcmd', 'host'],
  install_roots: ['installRoots', 'host'],
  mod_roots: ['modRoots', 'host'],
} as const satisfies Record<string, readonly [Name, SettingScope]>;

export type ChangeableName = keyof typeof CHANGEABLE;
export const CHANGEABLE_NAMES = Object.keys(CHANGEABLE) as ChangeableName[];

/** The least and the most that count at the start, and so here; null for what is no number. */
export const boundsOf = (name: ChangeableName): readonly [min: number, max: number] | null =>
  placedSettings.find(({ section, name: own }) => section === 'servers' && own === CHANGEABLE[name][0])?.setting.kind.bounds ?? null;

function count(name: ChangeableName): z.ZodInt {
  const bounds = boundsOf(name);
  if (bounds === null) throw new Error(`The setting ${name} is no number`);
  return z.int().min(bounds[0]).max(bounds[1]);
}

// oxlint-disable-next-line no-control-regex
const PATH = z.string().min(1).max(1_000).regex(/^[^\u0000-\u001f\u007f]+$/, 'holds a control character');
const FOLDERS = z.array(PATH).max(50);

const VALUES = {
  log_retention_days: count('log_retention_days'),
  log_file_days: count('log_file_days'),
  player_retention_days: count('player_retention_days'),
  event_retention_days: count('event_retention_days'),
  metrics_raw_hours: count('metrics_raw_hours'),
  metrics_minute_days: count('metrics_minute_days'),
  metrics_hour_days: count('metrics_hour_days'),
  steamcmd_path: PATH,
  install_roots: FOLDERS,
  mod_roots: FOLDERS,
} as const satisfies Record<ChangeableName, z.ZodType>;

type SettingValues = { [N in ChangeableName]: z.infer<(typeof VALUES)[N]> };

/** `PUT /system/settings`: only what is sent changes; null goes back to what the start said. */
export const SETTINGS_CHANGE = z.strictObject(Object.fromEntries(Object.entries(VALUES).map(([name, schema]) => [name, schema.nullable()])) as { [N in ChangeableName]: z.ZodNullable<(typeof VALUES)[N]> }).partial();
export type SettingsChange = z.infer<typeof SETTINGS_CHANGE>;

/** A setting with what counts, what the start said, and which of the two it is. */
interface Described<T> {
  value: T;
  start_value: T;
  source: 'start' | 'stored';
  scope: SettingScope;
  min: number | null;
  max: number | null;
}

/** Every setting as the API shows it, at the host that answers. */
export interface SettingsView {
  host_id: string;
  host_name: string;
  settings: { [N in ChangeableName]: Described<SettingValues[N]> };
}

const described = (value: z.ZodType): z.ZodType => z.object({ value, start_value: value, source: z.enum(['start', 'stored']), scope: z.enum(['all', 'host']), min: z.int().nullable(), max: z.int().nullable() });
/** {@link SettingsView} for callers and for the OpenAPI document. */
export const SETTINGS_VIEW = z.object({ host_id: z.string(), host_name: z.string(), settings: z.object(Object.fromEntries(Object.entries(VALUES).map(([name, schema]) => [name, described(schema)]))) });

/** Whether a stored value is one that may count. */
export const isGood = (name: ChangeableName, value: unknown): boolean => VALUES[name].safeParse(value).success;
