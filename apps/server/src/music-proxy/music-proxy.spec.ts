import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { loadConfig } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasTool, makeAudio } from '../../../../test/support/audio-files.js';
import type { ExternalId } from './core/external-id.js';
import type { Song } from './core/models.js';
import { musicEntities } from './entities.js';
import { MusicProxy } from './music-proxy.js';
import { LiveSettings } from './settings/live-settings.js';
import type { MusicTrack } from './store/entities.js';

Logger.overrideLogger(false);

const hour = 3_600_000;

describe.skipIf(!hasTool('ffmpeg'))('files of the music proxy, as time goes by', () => {
  let folder: string;
  let source: DataSource;
  let settings: LiveSettings;
  let proxy: MusicProxy;
  let songs: Song[];
  const warnings: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'music-proxy-'));
    for (const title of ['One', 'Two', 'Three']) makeAudio(join(folder, 'music', `${title}.flac`), 1, { title: `Song ${title}`, artist: 'Somebody', album: 'Album' });
    mkdirSync(join(folder, 'data'));
    source = await connect(new DataSource(dataSourceOptions(`sqlite:${join(folder, 'test.db')}`, { entities: musicEntities, migrations })));
    settings = new LiveSettings(loadConfig({ DATA_DIR: join(folder, 'data'), PROVIDER_FOLDER_PATHS: join(folder, 'music'), STORAGE_MODE: 'Cache', MUSIC_MIN_FREE_MB: '0', LRCLIB_ENABLED: 'false' }).config);
    proxy = new MusicProxy(settings, source, { debug: () => undefined, warn: (message, error) => warnings.push(`${message} ${String(error)}`) }, { download: () => undefined, playing: () => undefined }, { increment: () => Promise.resolve({ count: 1, ttl: 1 }) });
    await proxy.start();
    const counts = { songs: 10, albums: 0, artists: 0, playlists: 0 };
    await vi.waitFor(async () => {
      songs = [...(await proxy.catalogue.search('song', counts, 1000, new AbortController().signal)).songs];
      expect(songs).toHaveLength(3);
    }, 10_000);
  });
  afterAll(async () => {
    await proxy?.close();
    await source?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const nth = (at: number): Song => {
    const song = songs[at];
    if (song === undefined) throw new Error('the folder has no such song');
    return song;
  };
  const idOf = (song: Song): ExternalId => ({ kind: 'song', provider: song.provider, id: song.id });
  const fetch = (song: Song): Promise<MusicTrack> => proxy.downloads.start(idOf(song), { reason: 'play' }).finished;
  const isThere = (track: MusicTrack): boolean => existsSync(join(folder, 'data/downloads', track.path));

  it('the cache gives up the least recently used above its quota, and leaves others’ files alone', async () => {
    const tracks = await Promise.all(songs.map(fetch));
    const [first, second, third] = tracks as [MusicTrack, MusicTrack, MusicTrack];
    writeFileSync(join(folder, 'data/downloads/cache/mine.flac'), 'not yours');
    await proxy.tracks.touch(first.id, new Date(Date.now() - 30_000));
    await proxy.tracks.touch(second.id, new Date(Date.now() - 20_000));
    expect(await proxy.sweeper.sweep()).toBe(0);
    settings.replace(new Map([['CACHE_MAX_GB', (second.size + third.size + 1) / 1024 ** 3]]));
    expect(await proxy.sweeper.sweep()).toBe(1);
    expect([first, second, third].map(isThere)).toEqual([false, true, true]);
    expect(await proxy.downloads.stored(idOf(nth(0)))).toBeUndefined();
    settings.replace(new Map());
    expect(existsSync(join(folder, 'data/downloads/cache/mine.flac'))).toBe(true);
  });

  it('a cached file goes an hour after its last use, but not while someone reads it', async () => {
    const song = nth(1);
    const track = await fetch(song);
    const left = proxy.downloads.reading(idOf(song));
    await proxy.sweeper.sweep(Date.now() + 2 * hour);
    expect(isThere(track)).toBe(true);
    left();
    left();
    expect(await proxy.sweeper.sweep(Date.now() + 2 * hour)).toBe(1);
    expect(isThere(track)).toBe(false);
  });

  it('a kept file goes a day after nobody stars it any more, and is spared when someone does again', async () => {
    const song = nth(songs.findIndex(({ title }) => title === 'Song Three'));
    const id = idOf(song);
    await fetch(song);
    await proxy.keeper.star('ann', [id]);
    await expect.poll(async () => (await proxy.tracks.find(id))?.storage).toBe('kept');
    const kept = (await proxy.tracks.find(id)) as MusicTrack;
    expect([kept.path, isThere(kept)]).toEqual(['kept/Somebody/Album/Song Three.flac', true]);
    await proxy.keeper.unstar('ann', [id]);
    expect(await proxy.keeper.sweep(Date.now() + 23 * hour)).toBe(0);
    await proxy.keeper.star('bob', [id]);
    expect(await proxy.keeper.sweep(Date.now() + 48 * hour)).toBe(0);
    await proxy.keeper.unstar('bob', [id]);
    expect(await proxy.keeper.sweep(Date.now() + 48 * hour)).toBe(1);
    expect([isThere(kept), existsSync(join(folder, 'data/downloads/kept/Somebody'))]).toEqual([false, false]);
    expect(await proxy.keeper.sweep(Date.now() + 72 * hour)).toBe(0);
    expect(existsSync(join(folder, 'music/Three.flac'))).toBe(true);
    expect(warnings).toEqual([]);
  });
});
