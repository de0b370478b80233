import { describe, expect, it, vi } from 'vitest';
import type { ExternalId } from '../core/external-id.js';
import type { MusicProvider } from '../providers/provider.js';
import { Catalogue } from './catalogue.js';

const options = { explicitFilter: 'All' as const, playlists: true, lookUpMs: 1000 };
const id = (text: string): ExternalId => ({ kind: 'song', provider: 'far', id: text });
const { signal } = new AbortController();

function provider(more: Partial<MusicProvider> = {}): MusicProvider & { song: ReturnType<typeof vi.fn> } {
  const song = vi.fn((text: string) => {
    if (text === 'away') return Promise.reject(new Error('away'));
    return Promise.resolve(text === 'none' ? undefined : { provider: 'far', id: text, title: text, artists: [] });
  });
  return { name: 'far', label: 'Far', idPattern: /^[a-z]+$/, isRemote: true, song, ...more } as unknown as MusicProvider & { song: ReturnType<typeof vi.fn> };
}

describe('look-ups of the catalogue', () => {
  it('ask a remote provider once, also for what it does not have, and again after a failure', async () => {
    const far = provider();
    const catalogue = new Catalogue({ list: [far] }, options);
    for (const text of ['one', 'one', 'none', 'none']) await catalogue.song(id(text), signal);
    expect(far.song.mock.calls.map(([text]) => text as string)).toEqual(['one', 'none']);
    for (let i = 0; i < 2; i += 1) await expect(catalogue.song(id('away'), signal)).rejects.toThrow('away');
    expect(far.song).toHaveBeenCalledTimes(4);
    expect(await catalogue.song(id('NOT-ONE'), signal)).toBeUndefined();
  });

  it('ask a provider that was made anew, and one of this machine every time', async () => {
    const set = { list: [provider()] };
    const catalogue = new Catalogue(set, options);
    await catalogue.song(id('one'), signal);
    set.list = [provider()];
    await catalogue.song(id('one'), signal);
    expect(set.list[0]?.song).toHaveBeenCalledTimes(1);
    set.list = [provider({ isRemote: false })];
    for (let i = 0; i < 2; i += 1) await catalogue.song(id('one'), signal);
    expect(set.list[0]?.song).toHaveBeenCalledTimes(2);
  });
});
