import { describe, expect, it } from 'vitest';
import { Sealer, SealError } from './sealer.js';

const key = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const sealer = new Sealer(key);

describe('Sealer', () => {
  it('opens what it sealed, at the same place', () => {
    const sealed = sealer.seal('hunter2 ü', 'rcon|password|1');
    expect(sealed).toMatch(/^v1:[\w-]{8}:[\w-]{16}:[\w-]+:[\w-]{22}$/);
    expect(sealed).not.toContain('hunter2');
    expect(sealer.open(sealed, 'rcon|password|1')).toBe('hunter2 ü');
    expect(sealer.open(sealer.seal('', 'p'), 'p')).toBe('');
  });

  it('never gives the same text twice', () => {
    expect(sealer.seal('x', 'p')).not.toBe(sealer.seal('x', 'p'));
  });

  it('takes the key as hex or base64 and refuses other lengths', () => {
    const base64 = Buffer.from(key, 'hex').toString('base64');
    expect(new Sealer(base64).open(sealer.seal('x', 'p'), 'p')).toBe('x');
    expect(() => new Sealer('short')).toThrow(SealError);
  });

  it.each([
    ['another place', (sealed: string) => [sealed, 'rcon|password|2']],
    ['an altered text', (sealed: string) => [sealed.replace(/:([^:]+):([^:]+)$/, (_, body: string, tag: string) => `:${Buffer.from('zzzzzzz').toString('base64url')}${body.slice(10)}:${tag}`), 'p']],
    ['a short tag', (sealed: string) => [sealed.replace(/:[^:]+$/, ':AAAA'), 'p']],
    ['no sealed text', () => ['hello', 'p']],
  ])('refuses %s', (_, alter) => {
    const [sealed, place] = alter(sealer.seal('a secret of some length', 'p')) as [string, string];
    expect(() => sealer.open(sealed, place)).toThrow(SealError);
  });

  it('says which key is missing', () => {
    const other = new Sealer('f'.repeat(64));
    expect(() => other.open(sealer.seal('x', 'p'), 'p')).toThrow(`Sealed with another key (${sealer.keyId}); this installation has ${other.keyId}`);
  });
});
