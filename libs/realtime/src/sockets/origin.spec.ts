import { describe, expect, it } from 'vitest';

import { ownOrigin } from './origin.js';

const from = (origin: string | undefined, host = 'games.example:8080') => ({ headers: { ...(origin === undefined ? {} : { origin }), host } });

describe('origin of a handshake', () => {
  it('is our own without one, from the same host, the public address or the list', () => {
    expect(ownOrigin(from(undefined), [], undefined)).toBe(true);
    expect(ownOrigin(from('http://games.example:8080'), [], undefined)).toBe(true);
    expect(ownOrigin(from('https://public.example'), [], 'https://public.example')).toBe(true);
    expect(ownOrigin(from('https://app.example'), ['https://app.example'], undefined)).toBe(true);
  });

  it.each(['https://evil.example', 'http://games.example:8081', 'http://games.example.evil', 'null', 'nonsense'])('is foreign from %s', (origin) => {
    expect(ownOrigin(from(origin), ['*'], 'https://public.example')).toBe(false);
  });
});
