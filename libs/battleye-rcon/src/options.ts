/** How the client behaves; every time is in milliseconds. The defaults are those of the protocol and of the real game. */
export interface RconClientOptions {
  /** Address of the server; RCon is plain text, so normally 127.0.0.1. */
  host: string;
  port: number;
  password: string;
  /** How long to wait for the answer to a login. */
  loginTimeoutMs?: number;
  /** First and longest pause between logins; it doubles in between. Never below one second on a real server. */
  backoffMs?: { first: number; max: number };
  /** Resend a command that got no answer after this time … */
  resendMs?: number;
  /** … and send it this often in all. The server recognises the number and executes it once. */
  attempts?: number;
  /** Overall limit of a command. */
  commandTimeoutMs?: number;
  /** Send an empty command when none was sent for this time; the server forgets clients after 45 s. */
  keepAliveMs?: number;
  /** Consider the link dead when nothing was received for this time. */
  deadAfterMs?: number;
  /** Ask again when parts of an answer are missing for this time. */
  missingPartsMs?: number;
  /** Commands under way at once; the game handles one per frame. */
  inFlight?: number;
  /** Commands waiting at most. */
  maxQueue?: number;
  /** Commands per second, and how many may go at once. */
  rate?: { perSecond: number; burst: number };
}

/** The options with all defaults filled in. */
export type ResolvedOptions = Required<RconClientOptions>;

/** Fills in the defaults. */
export function resolveOptions(options: RconClientOptions): ResolvedOptions {
  return {
    loginTimeoutMs: 3_000,
    backoffMs: { first: 1_000, max: 30_000 },
    resendMs: 1_000,
    attempts: 3,
    commandTimeoutMs: 5_000,
    keepAliveMs: 30_000,
    deadAfterMs: 45_000,
    missingPartsMs: 2_000,
    inFlight: 4,
    maxQueue: 256,
    rate: { perSecond: 10, burst: 20 },
    ...options,
  };
}
