import { appendFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

function stamp(format: string, now: Date): string {
  const time = `${String(now.getHours()).padStart(2, ' ')}:${pad(now.getMinutes())}:${pad(now.getSeconds())}`;
  if (format === 'none') return '';
  if (format === 'full') return `${String(now.getFullYear())}/${pad(now.getMonth() + 1)}/${pad(now.getDate())}, ${time} `;
  return `${time} `;
}

/** Where the game writes: on Linux only to stdout, on Windows only to an RPT file in the `-profiles` folder. */
export class ConsoleLog {
  format = 'short';
  silent = false;
  private readonly path: string | undefined;

  constructor(platform: 'linux' | 'windows', profiles: string) {
    const now = new Date();
    const day = `${String(now.getFullYear())}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
    const time = `${pad(now.getHours())}-${pad(now.getMinutes())}-${pad(now.getSeconds())}`;
    if (platform === 'windows') this.path = join(profiles, `arma3server_x64_${day}_${time}.rpt`);
  }

  /** A line with the stamp of the configured format. */
  line(text: string): void {
    this.raw(Buffer.from(`${stamp(this.format, new Date())}${text}\n`));
  }

  /** A line that never has a stamp. */
  plain(text: string): void {
    this.raw(Buffer.from(`${text}\n`));
  }

  raw(bytes: Buffer): void {
    if (this.silent) return;
    if (this.path === undefined) writeSync(1, bytes);
    else appendFileSync(this.path, bytes);
  }
}
