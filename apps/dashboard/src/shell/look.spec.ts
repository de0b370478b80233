import { afterEach, describe, expect, it, vi } from 'vitest';
import { choose, chosenHere, lookOf, onLookChosen, withLook } from './look.js';

/** A browser's storage. */
function storage(): Storage {
  const items = new Map<string, string>();
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) } as unknown as Storage;
}
afterEach(() => vi.unstubAllGlobals());

describe('the look', () => {
  it('is what was chosen, told to whoever listens', () => {
    vi.stubGlobal('localStorage', storage());
    const heard = vi.fn();
    const stop = onLookChosen(heard);
    expect(chosenHere()).toEqual({});
    choose('language', 'de');
    choose('scheme', 'dark');
    expect(chosenHere()).toEqual({ language: 'de', scheme: 'dark' });
    stop();
    choose('contrast', 'more');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('works without storage', () => {
    const locked = { getItem: () => { throw new Error('blocked'); }, setItem: () => { throw new Error('blocked'); } };
    vi.stubGlobal('localStorage', locked);
    choose('language', 'de');
    expect(chosenHere()).toEqual({});
  });

  it('takes from an account only what it understands', () => {
    expect(lookOf(null)).toEqual({});
    expect(lookOf({ rumpus: 7 })).toEqual({});
    expect(lookOf({ rumpus: { language: 'de-AT', scheme: 'purple', contrast: 'more', else: 1 } })).toEqual({ language: 'de', contrast: 'more' });
    expect(lookOf({ rumpus: { language: 'xx', scheme: 'light' } })).toEqual({ scheme: 'light' });
  });

  it('leaves the settings of others in the account alone', () => {
    expect(withLook({ showVirtualCollections: true, rumpus: { language: 'en', later: 1 } }, { language: 'de' })).toEqual({ showVirtualCollections: true, rumpus: { language: 'de', later: 1 } });
    expect(withLook(null, { scheme: 'dark' })).toEqual({ rumpus: { scheme: 'dark' } });
  });
});
