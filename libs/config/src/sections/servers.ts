import { resolve } from 'node:path';
import { flag, int, list, text } from '../kinds.js';
import { section, setting } from '../setting.js';
import { path } from './server.js';

/** The game servers. */
export const servers = section('Arma 3 servers.', {
  dir: setting(path(), { env: 'SERVERS_DIR', default: ({ dataDir }) => resolve(dataDir, 'servers'), defaultText: '$DATA_DIR/servers', doc: 'Configuration, profiles and logs of the servers.' }),
  installRoots: setting(list(path()), { env: 'SERVERS_INSTALL_ROOTS', default: [], doc: 'Folders below which the game may be installed.' }),
  modRoots: setting(list(path()), { env: 'SERVERS_MOD_ROOTS', default: [], doc: 'Folders below which mods may lie.' }),
  armaExe: setting(path(), { env: 'ARMA_EXE', doc: 'Server executable for new servers.' }),
  steamcmdPath: setting(path(), { env: 'STEAMCMD_PATH', doc: 'steamcmd, for installing and updating.' }),
  steamUsername: setting(text(), { env: 'STEAM_USERNAME', doc: 'Steam account for downloads.' }),
  allowFake: setting(flag(), { env: 'SERVERS_ALLOW_FAKE', aliases: ['LSM_ALLOW_FAKE'], default: false, doc: 'Accept the fake server of the test suite as executable.' }),
  eventRetentionDays: setting(int(1, 36_500), { env: 'SERVERS_EVENT_RETENTION_DAYS', default: 180, unit: 'days', doc: 'How long events of servers stay.' }),
});
