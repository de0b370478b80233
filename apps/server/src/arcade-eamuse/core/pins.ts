import { timingSafeEqual } from 'node:crypto';

/** Encrypts at rest; the place is part of the seal, so that a PIN cannot be moved to another row. */
export interface Seals {
  seal(plain: string, place: string): string;
  open(sealed: string, place: string): string;
}

const WRONG_LIMIT = 5;
/** One cabinet serves many players: its own count is more patient than a card's. */
const WRONG_LIMIT_OF_CABINET = 20;
const REFUSAL_SECONDS = 300;
/** More subjects than this are never remembered at once: the oldest go first. */
const MAX_SUBJECTS = 10_000;

/** Card PINs and arcade PINs: sealed in the database, compared in constant time, refused for minutes after five wrong ones (core spec 4.6). */
export class PinBox {
  private readonly failures = new Map<string, { count: number; until: number }>();

  constructor(private readonly seals: Seals) {}

  sealCard(userId: number, pin: string): string {
    return this.seals.seal(pin, `arcade_users|pin|${userId}`);
  }
  sealArcade(arcadeId: number, pin: string): string {
    return this.seals.seal(pin, `arcade_arcades|pin|${arcadeId}`);
  }

  /** Whether the PIN is the player's. `pcbid` counts the failures of a cabinet too. */
  checkCard(userId: number, sealed: string | undefined, pin: string | undefined, pcbid: string, now: number): boolean {
    return this.check(`arcade_users|pin|${userId}`, sealed, pin, pcbid, now);
  }
  checkArcade(arcadeId: number, sealed: string | undefined, pin: string | undefined, pcbid: string, now: number): boolean {
    return this.check(`arcade_arcades|pin|${arcadeId}`, sealed, pin, pcbid, now);
  }

  /** Whether this PIN is the arcade's already. For imports: it counts no failures, so it must not be asked for anybody else. */
  isArcadePin(arcadeId: number, sealed: string, pin: string): boolean {
    return sealed !== '' && sameText(this.seals.open(sealed, `arcade_arcades|pin|${arcadeId}`), pin);
  }

  /** Whether the player's PIN is refused at the moment, right or wrong. */
  isCardRefused(userId: number, now: number): boolean {
    return this.isRefused(`arcade_users|pin|${userId}`, WRONG_LIMIT, now);
  }

  /** Forgets the wrong PINs tried for a player. */
  forgive(userId: number): void {
    this.failures.delete(`arcade_users|pin|${userId}`);
  }

  private check(place: string, sealed: string | undefined, pin: string | undefined, pcbid: string, now: number): boolean {
    const cabinet = `pcb|${pcbid}`;
    if (this.isRefused(place, WRONG_LIMIT, now) || this.isRefused(cabinet, WRONG_LIMIT_OF_CABINET, now)) return false;
    if (sealed !== undefined && pin !== undefined && sameText(this.seals.open(sealed, place), pin)) {
      this.failures.delete(place);
      return true;
    }
    this.fail(place, now);
    this.fail(cabinet, now);
    return false;
  }

  private isRefused(subject: string, limit: number, now: number): boolean {
    const failure = this.failures.get(subject);
    return failure !== undefined && failure.until > now && failure.count >= limit;
  }

  private fail(subject: string, now: number): void {
    const known = this.failures.get(subject);
    const count = known !== undefined && known.until > now ? known.count + 1 : 1;
    this.failures.delete(subject);
    this.failures.set(subject, { count, until: now + REFUSAL_SECONDS });
    if (this.failures.size > MAX_SUBJECTS) this.failures.delete(this.failures.keys().next().value ?? '');
  }
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Four ASCII digits. */
export const isCardPin = (pin: string | undefined): pin is string => pin !== undefined && /^\d{4}$/.test(pin);
/** Eight ASCII digits. */
export const isArcadePin = (pin: string | undefined): pin is string => pin !== undefined && /^\d{8}$/.test(pin);
