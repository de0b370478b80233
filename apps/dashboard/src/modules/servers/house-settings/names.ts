import type { Answer, RequestBody } from '../api/types.js';

export type SettingsView = Answer<'/api/system/settings'>;
export type SettingName = keyof SettingsView['settings'];
export type SettingsChange = RequestBody<'/api/system/settings', 'put'>;

/** How long records stay: the same for all hosts. */
export const COUNTS = ['log_retention_days', 'log_file_days', 'event_retention_days', 'player_retention_days', 'metrics_raw_hours', 'metrics_minute_days', 'metrics_hour_days'] as const satisfies readonly SettingName[];
/** Lists of folders, of one host each. */
export const FOLDERS = ['install_roots', 'mod_roots'] as const satisfies readonly SettingName[];
