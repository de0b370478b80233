import { linesOf } from './lines.js';

/** One line of BattlEye's `bans.txt`. */
export interface BanLine {
  kind: 'guid' | 'ip';
  identity: string;
  /** When the ban ends; null = permanent. */
  expiresAt: Date | null;
  reason: string;
}

const LINE = /^(?:([0-9a-f]{32})|(\d{1,3}(?:\.\d{1,3}){3}))\s+(-1|\d+)(?:\s+(.*))?$/i;

/** Parses `bans.txt`; lines that are none are returned apart so that an import can name them. */
export function parseBansFile(text: string): { bans: BanLine[]; rejected: string[] } {
  const bans: BanLine[] = [];
  const rejected: string[] = [];
  for (const line of linesOf(text)) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const match = LINE.exec(trimmed);
    if (match === null) {
      rejected.push(trimmed);
      continue;
    }
    const [, guid, ip = '', expiry = '', reason = ''] = match;
    const expiresAt = expiry === '-1' ? null : new Date(Number(expiry) * 1000);
    bans.push({ kind: guid === undefined ? 'ip' : 'guid', identity: guid?.toLowerCase() ?? ip, expiresAt, reason });
  }
  return { bans, rejected };
}

/** Writes `bans.txt`: one ban per line, expiry in Unix seconds or -1. Line breaks in a reason become spaces. */
export function formatBansFile(bans: readonly BanLine[]): string {
  return bans
    .map(({ identity, expiresAt, reason }) => {
      const expiry = expiresAt === null ? -1 : Math.floor(expiresAt.getTime() / 1000);
      return `${identity} ${String(expiry)} ${reason.replace(/[\r\n]+/g, ' ')}`.trimEnd() + '\n';
    })
    .join('');
}
