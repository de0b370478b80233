import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt as never);
/** 64 MiB of memory for one guess. */
const COST = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const KEY_BYTES = 32;

/** Secrets that a passphrase opens, on any installation. */
export const LOCKED = z.strictObject({ kdf: z.literal('scrypt-65536-8-1'), salt: z.string().max(64), iv: z.string().max(64), data: z.string().max(100_000), tag: z.string().max(64) });
export type Locked = z.infer<typeof LOCKED>;

/** Encrypts a text with a passphrase (scrypt, AES-256-GCM). */
export async function lock(plain: string, passphrase: string): Promise<Locked> {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase.normalize('NFC'), salt, KEY_BYTES, COST), iv);
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return { kdf: 'scrypt-65536-8-1', salt: salt.toString('base64url'), iv: iv.toString('base64url'), data: data.toString('base64url'), tag: cipher.getAuthTag().toString('base64url') };
}

/** @returns undefined when the passphrase is another, or the text was altered */
export async function unlock({ salt, iv, data, tag }: Locked, passphrase: string): Promise<string | undefined> {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  if (bytes(iv).length !== 12 || bytes(tag).length !== 16) return undefined;
  const key = await derive(passphrase.normalize('NFC'), bytes(salt), KEY_BYTES, COST);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(iv)).setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
