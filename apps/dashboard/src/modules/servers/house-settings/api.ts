import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY } from '../api/data.js';
import type { SettingsChange, SettingsView } from './names.js';

export const HOUSE_SETTINGS_KEY = [...SERVERS_KEY, 'house-settings'] as const;

/** The settings of the server manager, as they count on the host that answers. */
export const houseSettingsQuery = queryOptions({
  queryKey: HOUSE_SETTINGS_KEY,
  queryFn: ({ signal }) => data<SettingsView>(api.GET('/api/system/settings', { signal })),
});

export const changeSettings = (change: SettingsChange): Promise<SettingsView> => data<SettingsView>(api.PUT('/api/system/settings', { body: change }));
