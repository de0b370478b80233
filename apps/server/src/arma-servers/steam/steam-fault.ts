/** What can go wrong with steamcmd, in words a person can act on. */
export const STEAM_FAULTS = {
  STEAMCMD_MISSING: 'steamcmd was not found or can’t be started; set STEAMCMD_PATH',
  ACCOUNT_NEEDED: 'Arma 3 and its workshop need a Steam account that owns the game; set STEAM_USER',
  PASSWORD_NEEDED: 'Steam asks for the password: log this account in once with steamcmd, or set STEAM_PASSWORD',
  BAD_PASSWORD: 'Steam refused the password',
  GUARD_WRONG: 'Steam refused the Steam Guard code',
  GUARD_TIMEOUT: 'Nobody entered the Steam Guard code, or confirmed the login, in time',
  RATE_LIMITED: 'Steam lets this address or account log in no more for a while; wait half an hour before the next try',
  NO_SUBSCRIPTION: 'This Steam account does not own what was asked for',
  ACCESS_DENIED: 'Steam denies this account the access: the item may be hidden or taken down',
  NOT_FOUND: 'There is no such workshop item',
  DISK_FULL: 'The disk is full',
  DISK_WRITE: 'steamcmd can’t write into its folder',
  TIMEOUT: 'The download took longer than steamcmd allows, even after several tries',
  NO_CONNECTION: 'There is no connection to Steam',
  ENDED_EARLY: 'steamcmd ended before it was done',
  FAILED: 'steamcmd failed',
} as const;

export type SteamFaultCode = keyof typeof STEAM_FAULTS;

/** A failure of steamcmd. `detail` is what it said itself. */
export class SteamFault extends Error {
  constructor(
    readonly code: SteamFaultCode,
    readonly detail = '',
  ) {
    super(detail === '' ? STEAM_FAULTS[code] : `${STEAM_FAULTS[code]} (${detail})`);
    this.name = 'SteamFault';
  }
}

/** Failures that may pass when the same is tried again: what is there already is kept, and the rest is fetched. */
export const PASSING: ReadonlySet<SteamFaultCode> = new Set(['TIMEOUT', 'NO_CONNECTION', 'ENDED_EARLY', 'FAILED']);

const BY_REASON: readonly (readonly [RegExp, SteamFaultCode])[] = [
  [/rate limit|denied throttle|too many/i, 'RATE_LIMITED'],
  [/two-factor code mismatch|invalid login auth code|expired login auth code|invalid authenticator/i, 'GUARD_WRONG'],
  [/invalid password|incorrect login|illegal password/i, 'BAD_PASSWORD'],
  [/no subscription|missing license/i, 'NO_SUBSCRIPTION'],
  [/access denied|banned|blocked/i, 'ACCESS_DENIED'],
  [/not enough disk|disk space|insufficient disk|no space left/i, 'DISK_FULL'],
  [/disk write|write failure/i, 'DISK_WRITE'],
  [/file not found|item deleted|no such item/i, 'NOT_FOUND'],
  [/time ?out|timed out/i, 'TIMEOUT'],
  [/no connection|service unavailable|connect|network|try another cm/i, 'NO_CONNECTION'],
];

/** The fault behind one of Steam's own words, e.g. `No subscription`. */
export const faultOfReason = (reason: string): SteamFaultCode => BY_REASON.find(([pattern]) => pattern.test(reason))?.[1] ?? 'FAILED';

/** States of an app after a failed update, as `Error! App '233780' state is 0x202 after update job.` gives them. */
const BY_STATE: Readonly<Record<string, SteamFaultCode>> = { '0x202': 'DISK_FULL', '0x212': 'DISK_FULL', '0x402': 'NO_CONNECTION', '0x602': 'NO_CONNECTION', '0x606': 'DISK_WRITE' };

export const faultOfState = (state: string): SteamFaultCode => BY_STATE[state.toLowerCase()] ?? 'FAILED';
