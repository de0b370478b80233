import { createHash } from 'node:crypto';

import { ProtocolError } from './errors.js';

/** The public constant every cabinet appends to the key of the header (eamuse-protocol spec 2). */
const SUFFIX = Buffer.from('69d74627d985ee2187161570d08d93b12455035b6df0d8205df5', 'hex');
const INFO_PATTERN = /^1-([0-9a-fA-F]{8})-([0-9a-fA-F]{4})$/;

/** One state for all messages: the cipher runs synchronously and starts afresh for each. */
const state = new Uint8Array(256);

/**
 * The RC4 key of an `X-Eamuse-Info` header: 16 bytes.
 * @throws ProtocolError `unsupported` unless the value reads `1-<8 hex digits>-<4 hex digits>`.
 */
export function deriveKey(info: string): Buffer {
  const match = INFO_PATTERN.exec(info);
  if (match === null) throw new ProtocolError('unsupported', 'the X-Eamuse-Info header is malformed');
  const seed = Buffer.from(`${match[1] ?? ''}${match[2] ?? ''}`, 'hex');
  return createHash('md5').update(seed).update(SUFFIX).digest();
}

/** Encrypts or decrypts (RC4 is its own inverse) `bytes` in place and returns them. */
export function rc4InPlace<T extends Uint8Array>(key: Uint8Array, bytes: T): T {
  schedule(key);
  let i = 0;
  let j = 0;
  for (let at = 0; at < bytes.length; at++) {
    i = (i + 1) & 0xff;
    const a = state[i] as number;
    j = (j + a) & 0xff;
    const b = state[j] as number;
    state[i] = b;
    state[j] = a;
    bytes[at] = (bytes[at] as number) ^ (state[(a + b) & 0xff] as number);
  }
  return bytes;
}

function schedule(key: Uint8Array): void {
  for (let i = 0; i < 256; i++) state[i] = i;
  let j = 0;
  for (let i = 0; i < 256; i++) {
    const a = state[i] as number;
    j = (j + a + (key[i % key.length] as number)) & 0xff;
    state[i] = state[j] as number;
    state[j] = a;
  }
}
