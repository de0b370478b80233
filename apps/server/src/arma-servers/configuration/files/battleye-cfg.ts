import { LanguardError } from '../../errors.js';
import type { SectionData } from '../parameters/sections.js';

/** One `Key value` per line; there is no quoting, so nothing but plain characters may pass. */
const PLAIN = /^[A-Za-z0-9_.-]+$/;

/** BattlEye's file (arma-servers spec §3.6). @throws LanguardError `CONFIG_INJECTION` */
export function battlEyeCfg(rcon: SectionData, rconPort: number): string {
  const entries: [string, unknown][] = [
    ['RConPassword', rcon['rcon_password']],
    ['RConPort', rconPort],
    ['RConIP', rcon['rcon_ip'] ?? '127.0.0.1'],
    ['RestrictRCon', rcon['restrict_rcon'] === true ? 1 : 0],
    ['MaxPing', rcon['max_ping']],
  ];
  return entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = String(value);
      if (!PLAIN.test(text)) throw new LanguardError('CONFIG_INJECTION', `${key} holds a character that BattlEye’s file can’t hold`);
      return `${key} ${text}\n`;
    })
    .join('');
}

/** The settings of an existing BattlEye file, by lower-case key. */
export function parseBattlEyeCfg(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(\S+)\s+(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined) settings.set(match[1].toLowerCase(), match[2] ?? '');
  }
  return settings;
}
