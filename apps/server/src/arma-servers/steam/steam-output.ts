import { faultOfReason, faultOfState, type SteamFaultCode } from './steam-fault.js';

/** What steamcmd tells by its output. */
export type SteamEvent =
  | { kind: 'progress'; phase: string; percent: number; done: number; total: number }
  | { kind: 'prompt'; asks: 'password' | 'guard' | 'confirmation' }
  | { kind: 'logged-in' }
  | { kind: 'login-failed'; code: SteamFaultCode | 'GUARD_NEEDED'; reason: string }
  | { kind: 'item-begun'; id: string }
  | { kind: 'item-done'; id: string; path: string; bytes: number }
  | { kind: 'item-failed'; id: string; code: SteamFaultCode; reason: string }
  | { kind: 'app-done'; id: string }
  | { kind: 'app-failed'; code: SteamFaultCode; reason: string };

type Reading = readonly [pattern: RegExp, read: (match: RegExpExecArray) => SteamEvent];

const text = (match: RegExpExecArray, index: number): string => match[index] ?? '';
const loginFailed = (match: RegExpExecArray): SteamEvent => {
  const reason = text(match, 1).trim();
  return { kind: 'login-failed', code: /need (steam guard|two-factor|two factor)|need two ?factor|accountlogondenied|logon denied/i.test(reason) ? 'GUARD_NEEDED' : faultOfReason(reason), reason };
};

/**
 * The lines that matter (arma-servers spec §8.3). They are looked for anywhere in the output: some come without a line end
 * and with the next text glued to them. Each ends with something of its own, so that half a line is never taken for a whole.
 */
const READINGS: readonly Reading[] = [
  [/Update state \(0x[0-9a-f]+\) ([^,\n]{1,60}), progress: (\d+(?:\.\d+)?) \((\d+) \/ (\d+)\)/i, (m) => ({ kind: 'progress', phase: text(m, 1), percent: Number(m[2]), done: Number(m[3]), total: Number(m[4]) })],
  [/(?:Two-factor code|Steam Guard code): ?/i, () => ({ kind: 'prompt', asks: 'guard' })],
  [/(?:^|\n)\s*password: ?/i, () => ({ kind: 'prompt', asks: 'password' })],
  [/confirm the login in the Steam Mobile app[^\n]*\n/i, () => ({ kind: 'prompt', asks: 'confirmation' })],
  [/Timed out waiting for confirmation/i, () => ({ kind: 'login-failed', code: 'GUARD_WRONG', reason: 'Timed out waiting for confirmation' })],
  [/Waiting for user info\.\.\.OK/i, () => ({ kind: 'logged-in' })],
  [/FAILED login with result code ([A-Za-z0-9 ]{1,60}?)\s*\n/, loginFailed],
  [/(?:FAILED|ERROR) \(([^)\n]{1,80})\)/, loginFailed],
  [/Login Failure: ([^\n]{1,80})\n/, loginFailed],
  [/Downloading item (\d{6,20}) \.\.\./, (m) => ({ kind: 'item-begun', id: text(m, 1) })],
  [/Success\. Downloaded item (\d{6,20}) to "([^"\n]{1,4096})" \((\d+) bytes\)/, (m) => ({ kind: 'item-done', id: text(m, 1), path: text(m, 2), bytes: Number(m[3]) })],
  [/ERROR! Download item (\d{6,20}) failed \(([^)\n]{1,80})\)/, (m) => ({ kind: 'item-failed', id: text(m, 1), code: faultOfReason(text(m, 2)), reason: text(m, 2) })],
  [/ERROR! Download item (\d{6,20}) rejected : ([A-Za-z -]{1,60}?)\s*\n/, (m) => ({ kind: 'item-failed', id: text(m, 1), code: faultOfReason(text(m, 2)), reason: text(m, 2) })],
  [/ERROR! Timeout downloading item (\d{6,20})/, (m) => ({ kind: 'item-failed', id: text(m, 1), code: 'TIMEOUT', reason: 'Timeout' })],
  [/Success! App '(\d+)' (?:fully installed|already up to date)/i, (m) => ({ kind: 'app-done', id: text(m, 1) })],
  [/ERROR! Failed to install app '\d+' \(([^)\n]{1,80})\)/i, (m) => ({ kind: 'app-failed', code: faultOfReason(text(m, 1)), reason: text(m, 1) })],
  [/Error! App '\d+' state is (0x[0-9a-f]+) after update job/i, (m) => ({ kind: 'app-failed', code: faultOfState(text(m, 1)), reason: `state ${text(m, 1)}` })],
  [/ERROR! Not logged on/i, () => ({ kind: 'login-failed', code: 'FAILED', reason: 'Not logged on' })],
];

/** What is kept of output that told nothing yet. */
const TAIL = 8_192;

/** Reads the output of steamcmd as it comes. */
export class SteamOutput {
  private rest = '\n';

  /** @returns what the new piece tells, in order */
  feed(piece: string): SteamEvent[] {
    // oxlint-disable-next-line no-control-regex
    this.rest += piece.replaceAll(/\u001b\[[0-9;]*m/g, '').replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    const events: SteamEvent[] = [];
    for (let found = this.first(); found !== undefined; found = this.first()) {
      events.push(found.event);
      this.rest = this.rest.slice(found.end);
    }
    if (this.rest.length > TAIL) this.rest = this.rest.slice(-TAIL);
    return events;
  }

  private first(): { event: SteamEvent; end: number } | undefined {
    let best: { event: SteamEvent; at: number; end: number } | undefined;
    for (const [pattern, read] of READINGS) {
      const match = pattern.exec(this.rest);
      if (match === null || (best !== undefined && match.index >= best.at)) continue;
      best = { event: read(match), at: match.index, end: match.index + match[0].length };
    }
    return best;
  }
}
