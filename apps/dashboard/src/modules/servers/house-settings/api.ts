import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY } from '../api/data.js';
import type { Answer, RequestBody } from '../api/types.js';

export type SettingsView = Answer<'/api/system/settings'>;
export type SettingName = keyof SettingsView['settings'];
export type SettingsChange = RequestBody<'/api/system/settings', 'put'>;

/** How long records stay: the same for all hosts. */
export const COUNTS = ['log_retention_days', 'log_file_days', 'event_retention_days', 'player_retention_days', 'metrics_raw_hours', 'metrics_minute_days', 'metrics_hour_days'] as const satisfies readonly SettingName[];
/** Lists of folders, of one host each. */
export const FOLDERS = ['install_roots', 'mod_roots'] as const satisfies readonly SettingName[];

export const HOUSE_SETTINGS_KEY = [...SERVERS_KEY, 'house-settings'] as const;

/** The settings of the server manager, as they count on the host that answers. */
export const houseSettingsQuery = queryOptions({
  queryKey: HOUSE_SETTINGS_KEY,
  queryFn: ({ signal }) => data<SettingsView>(api.GET('/api/system/settings', { signal })),
});

export const changeSettings = (change: SettingsChange): Promise<SettingsView> => data<SettingsView>(api.PUT('/api/system/settings', { body: change }));
