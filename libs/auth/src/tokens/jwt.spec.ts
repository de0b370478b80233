import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import { JwtCodec } from './jwt.js';

const secret = Buffer.alloc(32, 1);
const codec = new JwtCodec(secret);

describe('JWT codec', () => {
  it('signs with the header RomM uses and reads its own tokens', async () => {
    const token = await codec.sign({ sub: 'ann', iss: 'romm:oauth', type: 'access', scopes: 'me.read' }, 60);
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(await codec.verify(token)).toMatchObject({ ok: true, claims: { sub: 'ann', scopes: 'me.read' } });
  });

  it('tells an expired token from a bad one', async () => {
    let now = Date.now();
    const clocked = new JwtCodec(secret, () => now);
    const token = await clocked.sign({ sub: 'ann' }, 60);
    expect(await clocked.verify(token)).toMatchObject({ ok: true });
    now += 61_000;
    expect(await clocked.verify(token)).toEqual({ ok: false, fault: 'expired' });
    expect(await clocked.verify(`${token}x`)).toEqual({ ok: false, fault: 'bad' });
  });

  it('refuses alg none, foreign keys, other algorithms and tokens without end', async () => {
    const forged = [
      new UnsecuredJWT({ sub: 'ann' }).setExpirationTime('1h').encode(),
      await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(Buffer.alloc(32, 2)),
      await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'HS512' }).setExpirationTime('1h').sign(Buffer.alloc(64, 1)),
      await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'HS256' }).sign(secret),
      '',
      'a.b.c',
    ];
    for (const token of forged) expect(await codec.verify(token)).toEqual({ ok: false, fault: 'bad' });
  });
});
