import { resolve } from 'node:path';
import { z } from 'zod';
import { choice, int, type Kind, list, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';
import { path } from './server.js';

/** A regular expression with a group. */
function pattern(): Kind<string> {
  const finds = (source: string): boolean => {
    try {
      return (new RegExp(`${source}|`).exec('')?.length ?? 0) > 1;
    } catch {
      return false;
    }
  };
  return { ...text(), schema: z.string().min(1).max(500).refine(finds), allowed: 'a regular expression with a group around the number' };
}

/** The game servers. */
export const servers = section('Arma 3 servers.', {
  dir: setting(path(), { env: 'SERVERS_DIR', default: ({ dataDir }) => resolve(dataDir, 'servers'), defaultText: '$DATA_DIR/servers', doc: 'Configuration, profiles and logs of the servers.' }),
  installRoots: setting(list(path()), { env: 'SERVERS_INSTALL_ROOTS', default: [], doc: 'Folders below which the game may be installed.' }),
  modRoots: setting(list(path()), { env: 'SERVERS_MOD_ROOTS', default: [], doc: 'Folders below which mods may lie.' }),
  armaExe: setting(path(), { env: 'ARMA_EXE', doc: 'Server executable for new servers.' }),
  monitorSeconds: setting(int(0, 3_600), { env: 'SERVERS_MONITOR_SECONDS', default: 60, unit: 'seconds', doc: 'How often servers print their frames a second (#monitords); 0 = never.' }),
  fpsPattern: setting(pattern(), { env: 'SERVERS_FPS_PATTERN', doc: 'For servers that may not print their frames themselves: a regular expression that finds them in a line of the log, as a mod writes it. Its first group is the number, e.g. `^perf: ([0-9.]+) fps`.' }),
  hangSeconds: setting(int(1, 86_400), { env: 'SERVERS_HANG_SECONDS', default: 120, unit: 'seconds', doc: 'How long a running server may be silent (no query, no RCon, no output) before it counts as hanging.' }),
  hangPolicy: setting(choice('warn', 'restart'), { env: 'SERVERS_HANG_POLICY', default: 'warn', doc: 'What is done with a server that hangs: warn tells it, restart ends it, so that it is started again like after a crash.' }),
  memoryHoldSeconds: setting(int(1, 86_400), { env: 'SERVERS_MEMORY_HOLD_SECONDS', default: 300, unit: 'seconds', doc: 'How long a server may stay over its memory limit before that is told, and the server restarted if it is set to be. A peak while a mission loads is no leak.' }),
  alertCpuPercent: setting(int(0, 100_000), { env: 'SERVERS_ALERT_CPU_PERCENT', default: 0, unit: 'percent of a core', doc: 'Processor time above which a server is told of when it stays there; 0 = never.' }),
  alertFps: setting(int(0, 1_000), { env: 'SERVERS_ALERT_FPS', default: 20, unit: 'frames a second', doc: 'Frames below which a server with players is told of when it stays there; 0 = never. Below 20 a server counts as overloaded.' }),
  alertSeconds: setting(int(1, 86_400), { env: 'SERVERS_ALERT_SECONDS', default: 60, unit: 'seconds', doc: 'How long a server has to stay above or below one of these.' }),
  alertEmptyMinutes: setting(int(0, 100_000), { env: 'SERVERS_ALERT_EMPTY_MINUTES', default: 0, unit: 'minutes', doc: 'After how long a server that nobody plays on is told of; 0 = never.' }),
  leaseSeconds: setting(int(1, 300), { env: 'SERVERS_LEASE_SECONDS', default: 30, unit: 'seconds', doc: 'How long another manager of the same host waits after the last sign of life before it takes over.' }),
  commandTimeoutSeconds: setting(int(1, 120), { env: 'SERVERS_COMMAND_TIMEOUT_SECONDS', default: 20, unit: 'seconds', doc: 'How long the manager of another host may take to answer a command for one of its servers.' }),
  steamcmd: setting(text(), { env: 'STEAMCMD_PATH', default: 'steamcmd', doc: 'The steamcmd program, which installs the game server and downloads workshop items.' }),
  steamDir: setting(path(), { env: 'STEAM_DIR', default: ({ dataDir }) => resolve(dataDir, 'servers', 'steam'), defaultText: '$DATA_DIR/servers/steam', doc: 'Where steamcmd puts workshop items.' }),
  steamUser: setting(text({ max: 64, pattern: /^[A-Za-z0-9_.@-]+$/, allowed: 'the name of a Steam account' }), { env: 'STEAM_USER', default: 'anonymous', doc: 'Steam account for downloads; workshop items need one that owns the game.' }),
  steamPassword: setting(text({ max: 256, pattern: /^[^\r\n]+$/, allowed: 'a single line' }), { env: 'STEAM_PASSWORD', secret: true, doc: 'Its password; not needed once steamcmd has logged it in on this machine.' }),
  steamApiUrl: setting(url(), { env: 'STEAM_API_URL', default: 'https://api.steampowered.com', doc: 'Where titles, sizes and changes of workshop items are asked for.' }),
  maxUploadMb: setting(int(1, 16_384), { env: 'SERVERS_MAX_UPLOAD_MB', default: 512, unit: 'MB', doc: 'Largest mission file that can be uploaded.' }),
  importRoots: setting(list(path()), { env: 'SERVERS_IMPORT_ROOTS', default: [], doc: 'Further folders below which existing servers may be imported from; the install folders always count.' }),
  webhookOrigins: setting(list(url('http', 'https')), { env: 'SERVERS_WEBHOOK_ORIGINS', default: [], doc: 'Origins of private networks that webhooks may call, e.g. http://192.168.1.5:8065. Public addresses need no entry.' }),
  backupDir: setting(path(), { env: 'SERVERS_BACKUP_DIR', default: ({ dataDir }) => resolve(dataDir, 'server-backups'), defaultText: '$DATA_DIR/server-backups', doc: 'Backups of the servers.' }),
  maxBackupMb: setting(int(1, 1_048_576), { env: 'SERVERS_MAX_BACKUP_MB', default: 20_480, unit: 'MB', doc: 'Largest size a backup may unpack to.' }),
  logRetentionDays: setting(int(1, 3_650), { env: 'SERVERS_LOG_RETENTION_DAYS', default: 7, unit: 'days', doc: 'How long log entries stay in the database.' }),
  logFileDays: setting(int(1, 3_650), { env: 'SERVERS_LOG_FILE_DAYS', default: 30, unit: 'days', doc: 'How long log files, reports and dumps stay on the disk.' }),
  playerRetentionDays: setting(int(1, 36_500), { env: 'SERVERS_PLAYER_RETENTION_DAYS', default: 90, unit: 'days', doc: 'How long visits of players stay.' }),
  metricsRawHours: setting(int(1, 8_760), { env: 'SERVERS_METRICS_RAW_HOURS', default: 48, unit: 'hours', doc: 'How long single readings stay.' }),
  metricsMinuteDays: setting(int(1, 3_650), { env: 'SERVERS_METRICS_MINUTE_DAYS', default: 30, unit: 'days', doc: 'How long readings by the minute stay.' }),
  metricsHourDays: setting(int(1, 36_500), { env: 'SERVERS_METRICS_HOUR_DAYS', default: 365, unit: 'days', doc: 'How long readings by the hour stay.' }),
  eventRetentionDays: setting(int(1, 36_500), { env: 'SERVERS_EVENT_RETENTION_DAYS', default: 180, unit: 'days', doc: 'How long events of servers stay.' }),
});
