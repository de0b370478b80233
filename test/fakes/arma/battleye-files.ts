import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** What BattlEye reads from its file. */
export interface BattlEyeSettings {
  password: string;
  port: number;
  ip: string;
}

/**
 * Reads BattlEye's file by its real rules: an `active` copy from an earlier start wins over the master file, and the
 * master is renamed to such a copy.
 */
export function readBattlEyeFile(folder: string): BattlEyeSettings | undefined {
  if (!existsSync(folder)) return undefined;
  const active = readdirSync(folder).find((name) => /^beserver_x64_active_[0-9a-f]+\.cfg$/i.test(name));
  let path = active === undefined ? join(folder, 'beserver_x64.cfg') : join(folder, active);
  if (!existsSync(path)) return undefined;
  if (active === undefined) {
    const renamed = join(folder, `beserver_x64_active_${randomBytes(4).toString('hex')}.cfg`);
    renameSync(path, renamed);
    path = renamed;
  }
  const settings = new Map<string, string>();
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const cut = line.indexOf(' ');
    if (cut > 0) settings.set(line.slice(0, cut).toLowerCase(), line.slice(cut + 1));
  }
  const password = settings.get('rconpassword');
  const port = Number(settings.get('rconport'));
  if (password === undefined || password === '' || !Number.isInteger(port) || port <= 0) return undefined;
  return { password, port, ip: settings.get('rconip') ?? '0.0.0.0' };
}
