import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';

/** `iss` of RomM's OAuth 2 tokens (library-api spec §3.4). */
export const OAUTH_ISSUER = 'romm:oauth';
/** `iss` of the server manager's tokens. */
export const LANGUARD_ISSUER = 'languard';

/** Why a token was refused: its time is over, or it is not one of ours. */
export type JwtFault = 'expired' | 'bad';

export type JwtResult = { ok: true; claims: JWTPayload } | { ok: false; fault: JwtFault };

/** How many checked tokens are remembered, and how long they may be. */
const MOST_KEPT = 1000;
const LONGEST_KEPT = 4096;

/** Signs and checks JWTs with HS256 and nothing else: `alg: none` and asymmetric headers are refused. */
export class JwtCodec {
  readonly #key: KeyObject;
  /** Claims of tokens whose signature was found good: that never changes, only their time runs out. Keys are the whole tokens. */
  readonly #good = new Map<string, JWTPayload & { exp: number }>();

  /** @param secret the server secret, at least 32 bytes */
  constructor(
    secret: Uint8Array,
    private readonly now: () => number = Date.now,
  ) {
    this.#key = createSecretKey(secret);
  }

  /** Signs the claims; `exp` is `lifetime` seconds from now. */
  sign(claims: JWTPayload, lifetime: number): Promise<string> {
    const exp = Math.floor(this.now() / 1000) + lifetime;
    return new SignJWT({ ...claims, exp }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(this.#key);
  }

  /** Checks signature, algorithm and time; the caller checks what the token is for. */
  async verify(token: string): Promise<JwtResult> {
    const known = this.#good.get(token);
    if (known !== undefined) return known.exp * 1000 > this.now() ? { ok: true, claims: known } : { ok: false, fault: 'expired' };
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'], requiredClaims: ['exp'], currentDate: new Date(this.now()) });
      this.#remember(token, payload);
      return { ok: true, claims: payload };
    } catch (error) {
      return { ok: false, fault: error instanceof errors.JWTExpired ? 'expired' : 'bad' };
    }
  }

  #remember(token: string, claims: JWTPayload): void {
    if (claims.exp === undefined || token.length > LONGEST_KEPT) return;
    if (this.#good.size >= MOST_KEPT) this.#good.clear();
    this.#good.set(token, Object.freeze({ ...claims, exp: claims.exp }));
  }
}

/** Injection token of the {@link JwtCodec} that holds the server secret. */
export const JWT_CODEC = Symbol('rumpus:jwt');
