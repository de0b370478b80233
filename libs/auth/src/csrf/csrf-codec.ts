import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a CSRF cookie says: a random token and the user it was issued to (null: nobody). */
export interface CsrfContent {
  token: string;
  userId: number | null;
}

/** Writes and reads the signed double-submit value of `romm_csrftoken` (library-api spec §3.3). */
export class CsrfCodec {
  /** @param key secret of at least 32 bytes, used for nothing else */
  constructor(private readonly key: Uint8Array) {}

  issue(userId: number | null): string {
    const content = Buffer.from(JSON.stringify({ token: randomBytes(24).toString('base64url'), user_id: userId })).toString('base64url');
    return `${content}.${this.#sign(content).toString('base64url')}`;
  }

  /** The content, or undefined for anything that we did not sign. Never throws. */
  read(value: string | undefined): CsrfContent | undefined {
    const [content, signature, ...rest] = (value ?? '').split('.');
    if (content === undefined || signature === undefined || rest.length > 0) return undefined;
    const expected = this.#sign(content);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const parsed = JSON.parse(Buffer.from(content, 'base64url').toString()) as { token: string; user_id: number | null };
    return { token: parsed.token, userId: parsed.user_id };
  }

  /**
   * True when cookie and header are ours, belong together and, for a signed-in caller, to him. A stranger may show a pair
   * that was bound to somebody: he is that person, signed out since.
   */
  accepts(cookie: string | undefined, header: string | undefined, callerId: number | null): boolean {
    const fromCookie = this.read(cookie);
    const fromHeader = this.read(header);
    if (fromCookie === undefined || fromHeader === undefined) return false;
    if (fromCookie.token !== fromHeader.token || fromCookie.userId !== fromHeader.userId) return false;
    return callerId === null || fromCookie.userId === callerId;
  }

  #sign(content: string): Buffer {
    return createHmac('sha256', this.key).update(content).digest();
  }
}
