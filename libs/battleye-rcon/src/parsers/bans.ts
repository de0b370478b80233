import { linesOf } from './lines.js';

/** How long a ban still runs: minutes, for ever, or already over (BattlEye drops those at the next `writeBans`). */
export type BanRemainder = number | 'permanent' | 'expired';

/** One row of the `bans` answer. `row` changes with every removal: read it again before each `removeBan`. */
export interface RconBan {
  row: number;
  kind: 'guid' | 'ip';
  /** 32 lower-case hex digits or an IPv4 address. */
  identity: string;
  remainder: BanRemainder;
  reason: string;
}

const ROW = /^\s*(\d+)\s+(?:([0-9a-f]{32})|(\d{1,3}(?:\.\d{1,3}){3}))\s+(perm|-|\d+)(?:\s+(.*))?$/;

function remainderOf(text: string): BanRemainder {
  if (text === 'perm') return 'permanent';
  return text === '-' ? 'expired' : Number(text);
}

/** Parses the answer to `bans`: GUID bans, then IP bans. Never throws. */
export function parseBans(text: string): RconBan[] {
  const bans: RconBan[] = [];
  for (const line of linesOf(text)) {
    const match = ROW.exec(line);
    if (match === null) continue;
    const [, row = '', guid, ip = '', left = '', reason = ''] = match;
    bans.push({
      row: Number(row),
      kind: guid === undefined ? 'ip' : 'guid',
      identity: guid ?? ip,
      remainder: remainderOf(left),
      reason: reason.trimEnd(),
    });
  }
  return bans;
}
