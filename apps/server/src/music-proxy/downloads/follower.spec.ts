import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Resolved } from '../catalogue/audio-resolver.js';
import type { MusicProvider } from '../providers/provider.js';
import type { MusicTrack } from '../store/entities.js';
import { Fetch, type Opened } from './fetch.js';
import { Follower } from './follower.js';
import type { GrowingFile } from './growing-file.js';
import { PartLeases } from './part-lease.js';
import { PartStore, type PartNote } from './part-store.js';

const sound = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(50_000, 7)]);
const note: PartNote = { provider: 'far', id: '1', storage: 'cache', sourceProvider: 'far', sourceId: '1', container: 'flac', total: sound.length };
const track = { container: 'flac' } as MusicTrack;

describe('a track that another instance fetches', () => {
  let folder: string;
  let writer: PartStore;
  let reader: PartStore;
  let path: string;
  let row: { track: MusicTrack; path: string } | undefined;
  let stopping: AbortController;
  const files: GrowingFile[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'music-follow-'));
    [writer, reader] = ['host-a 1', 'host-b 1'].map((mark) => new PartStore(folder, new PartLeases(mark))) as [PartStore, PartStore];
    row = undefined;
    stopping = new AbortController();
    path = (await writer.claim('far:1')) ?? '';
  });
  afterEach(async () => {
    stopping.abort();
    await Promise.all(files.splice(0).map((file) => file.close()));
    for (const store of [writer, reader]) store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The writer has so many bytes, and says so. */
  const write = async (bytes: number, more: Partial<PartNote> = {}): Promise<void> => {
    writeFileSync(path, sound.subarray(0, bytes));
    await writer.writeNote(path, { ...note, ...more });
  };
  const follower = (storage: 'cache' | 'permanent' = 'cache') => {
    const made = new Follower(reader, path, () => Promise.resolve(row), () => storage, stopping.signal);
    return { run: (onOpened: (opened: Opened) => unknown) => made.run((opened) => (files.push(opened.file), onOpened(opened))) };
  };
  /** Reads all there will be of what it opens. */
  const heard = async ({ file }: Opened): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of file.read(0, undefined, stopping.signal)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it('is heard while it grows, and is there when the other has put it in its place', async () => {
    await write(1000);
    let hearing: Promise<Buffer> | undefined;
    const following = follower().run((opened) => (hearing = heard(opened)));
    await vi.waitFor(() => expect(hearing).toBeDefined());
    appendFileSync(path, sound.subarray(1000));
    expect((await hearing)?.equals(sound)).toBe(true);
    row = { track, path };
    await writer.remove(path);
    expect(await following).toEqual({ kind: 'placed', track });
  });

  it('is read to its end when its part went as soon as it was complete', async () => {
    await write(1000);
    let hearing: Promise<Buffer> | undefined;
    const following = follower().run((opened) => (hearing = heard(opened)));
    await vi.waitFor(() => expect(hearing).toBeDefined());
    appendFileSync(path, sound.subarray(1000));
    row = { track, path };
    await writer.remove(path);
    expect(await following).toMatchObject({ kind: 'placed' });
    expect((await hearing)?.equals(sound)).toBe(true);
  });

  it('waits for the first bytes, and takes no earlier note for the truth', async () => {
    writeFileSync(path, Buffer.alloc(2000, 1));
    writeFileSync(`${path}.json`, JSON.stringify({ ...note, total: 9999, by: 'host-c 7' }));
    let opened: Opened | undefined;
    void follower().run((early) => (opened = early)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(opened).toBeUndefined();
    await write(3000);
    await vi.waitFor(() => expect(opened?.total).toBe(sound.length));
  });

  it('is gone on with here when its writer has ended, for those who already hear it', async () => {
    await write(20_000);
    let hearing: Promise<Buffer> | undefined;
    const following = follower().run((opened) => (hearing = heard(opened)));
    await vi.waitFor(() => expect(hearing).toBeDefined());
    await writer.leave(path);
    const end = await following;
    const begun = end.kind === 'left' ? end.begun : undefined;
    expect(await reader.claim('far:1')).toBe(path);
    const asked: number[] = [];
    const openAudio = (_: unknown, from: number) => {
      asked.push(from);
      return Promise.resolve({ status: 206, headers: { 'content-range': `bytes ${from}-${sound.length - 1}/${sound.length}` }, length: sound.length - from, body: Readable.from([sound.subarray(from)]) });
    };
    const resolved = { provider: { name: 'far', label: 'Far', openAudio } as unknown as MusicProvider, id: '1', source: { kind: 'http', url: 'http://far/1', container: 'flac', keepable: true } } as Resolved;
    const fetch = new Fetch(reader, path, note, () => Promise.resolve(resolved), stopping.signal, begun);
    await fetch.run(() => expect.fail('it was open before'));
    expect([(await hearing)?.equals(sound), readFileSync(path).equals(sound), asked]).toEqual([true, true, [20_000]]);
    expect(await reader.current(path)).toMatchObject({ by: 'host-b 1' });
  });

  it('ends for those who hear it when the other gives up, and is tried anew when nobody has heard anything', async () => {
    await write(1000);
    let opened: Opened | undefined;
    const following = follower().run((early) => (opened = early));
    await vi.waitFor(() => expect(opened).toBeDefined());
    await writer.remove(path);
    await expect(following).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await follower().run(() => undefined)).toEqual({ kind: 'left', begun: undefined });
  });

  it('is fetched apart when it cannot be followed: of unknown length, or placed and taken away since', async () => {
    for (const more of [{ total: undefined }, { placed: true }]) {
      await write(1000, more);
      expect(await follower().run(() => undefined)).toEqual({ kind: 'apart' });
    }
    const own = await reader.claimApart('far:1');
    expect(own).not.toBe(path);
  });

  it('is never passed on when the source has begun another file', async () => {
    await write(20_000);
    let opened: Opened | undefined;
    const following = follower().run((early) => (opened = early));
    await vi.waitFor(() => expect(opened).toBeDefined());
    truncateSync(path, 0);
    await expect(following).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('is kept for as long as whoever wants it longest, and not dropped while someone follows', async () => {
    await write(1000);
    expect(await writer.isFollowed(path)).toBe(false);
    void follower('permanent').run(() => undefined).catch(() => undefined);
    await vi.waitFor(async () => expect([await writer.wanted(path), await writer.isFollowed(path)]).toEqual(['permanent', true]));
    expect(await writer.current(path)).toMatchObject({ by: 'host-a 1' });
    await writer.remove(path);
    expect(existsSync(`${path}.json`)).toBe(false);
  });
});
