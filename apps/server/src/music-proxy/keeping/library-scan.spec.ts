import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MusicTrack } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import type { SubsonicBackend } from '../subsonic/backend.js';
import { LibraryScan } from './library-scan.js';

const track = { id: 7, title: 'Song', artist: 'Artist', duration: 100, path: 'permanent/Artist/Album/01 - Song.flac', storage: 'permanent' } as MusicTrack;

describe('asking the music server for a scan', () => {
  const asked: string[] = [];
  const taken: [number, string | null][] = [];
  let looks: number;

  const backend = {
    read: (method: string) => {
      asked.push(method);
      if (method === 'getScanStatus') return Promise.resolve({ status: 'ok', scanStatus: { scanning: (looks -= 1) > 0 } });
      return Promise.resolve({ status: 'ok', searchResult3: { song: [{ id: 'other', title: 'Song', artist: 'Artist', duration: 300 }, { id: 'own', title: 'Song', path: 'Artist/Album/01 - Song.flac' }] } });
    },
  } as unknown as SubsonicBackend;
  const tracks = {
    withoutBackendItem: (storage: string) => Promise.resolve(storage === 'permanent' ? [track] : []),
    setBackendItem: (id: number, item: string | null) => Promise.resolve(taken.push([id, item])),
  } as unknown as Tracks;
  const scan = (user?: string) => new LibraryScan(backend, tracks, { user, password: user, quietMs: 30_000, longestMs: 300_000, lookMs: 5000, patienceMs: 60_000, onWarning: (_, error) => expect.fail(String(error)) });
  const scans = (): number => asked.filter((method) => method === 'startScan').length;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    looks = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    asked.length = taken.length = 0;
  });

  it('happens once for many files: half a minute after the last of them, five minutes after the first at the latest', async () => {
    const one = scan('carol');
    for (let i = 0; i < 3; i += 1) {
      one.request();
      await vi.advanceTimersByTimeAsync(29_000);
    }
    expect(scans()).toBe(0);
    await vi.advanceTimersByTimeAsync(1001);
    expect(scans()).toBe(1);
    for (let i = 0; i < 30; i += 1) {
      one.request();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(scans()).toBe(2);
    one.close();
  });

  it('is not tried without an account that may', async () => {
    scan().request();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toEqual([]);
  });

  it('ends with the files known as what they have become', async () => {
    vi.useRealTimers();
    looks = 3;
    const one = new LibraryScan(backend, tracks, { user: 'carol', password: 'x', quietMs: 1, longestMs: 1, lookMs: 5, patienceMs: 10_000, onWarning: (_, error) => expect.fail(String(error)) });
    await one.run();
    expect([asked, taken]).toEqual([['startScan', 'getScanStatus', 'getScanStatus', 'getScanStatus', 'search3'], [[7, 'own']]]);
  });
});
