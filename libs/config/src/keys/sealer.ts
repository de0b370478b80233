import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Thrown when a sealed text can't be opened: wrong key, wrong place, or altered. */
export class SealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SealError';
  }
}

/**
 * Encrypts secrets at rest with AES-256-GCM. The text is `v1:<key id>:<iv>:<ciphertext>:<tag>` in base64url
 * (arma-servers spec §9.3). `place` (for example `arma_rcon_configs|password|12`) is authenticated too, so that a
 * value can't be moved to another row.
 */
export class Sealer {
  readonly #key: Buffer;
  /** Names the key in sealed texts without telling anything about it. */
  readonly keyId: string;

  /** @param key 32 bytes as hex, base64 or base64url. */
  constructor(key: string) {
    this.#key = /^[0-9a-f]{64}$/i.test(key) ? Buffer.from(key, 'hex') : Buffer.from(key, 'base64');
    if (this.#key.length !== 32) throw new SealError('The encryption key must have 32 bytes');
    this.keyId = createHash('sha256').update('rumpus key id\0').update(this.#key).digest('base64url').slice(0, 8);
  }

  /** Encrypts a text for one place. */
  seal(plain: string, place: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return ['v1', this.keyId, iv.toString('base64url'), body.toString('base64url'), cipher.getAuthTag().toString('base64url')].join(':');
  }

  /** Decrypts a text that was sealed for the same place; throws {@link SealError}. */
  open(sealed: string, place: string): string {
    const [version, keyId, iv, body, tag, ...rest] = sealed.split(':');
    if (version !== 'v1' || iv === undefined || body === undefined || tag === undefined || rest.length > 0) throw new SealError('Not a sealed value');
    if (keyId !== this.keyId) throw new SealError(`Sealed with another key (${String(keyId)}); this installation has ${this.keyId}`);
    const ivBytes = Buffer.from(iv, 'base64url');
    const tagBytes = Buffer.from(tag, 'base64url');
    if (ivBytes.length !== 12 || tagBytes.length !== 16) throw new SealError('Not a sealed value');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, ivBytes).setAAD(Buffer.from(place)).setAuthTag(tagBytes);
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      throw new SealError('The sealed value was altered or belongs to another place');
    }
  }
}
