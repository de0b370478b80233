import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolved } from '../catalogue/audio-resolver.js';
import type { MusicProvider } from '../providers/provider.js';
import { Fetch } from './fetch.js';
import { PartStore } from './part-store.js';

const sound = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(50_000, 7)]);

describe('fetching a file', () => {
  let folder: string;
  let parts: PartStore;
  const asked: number[] = [];

  /** A source that honours ranges, or not. */
  const source = (ranges: boolean, md5?: string): Resolved => {
    const provider = {
      name: 'far', label: 'Far',
      openAudio: (_: unknown, from: number) => {
        asked.push(from);
        const start = ranges ? from : 0;
        const headers: Record<string, string> = start > 0 ? { 'content-range': `bytes ${start}-${sound.length - 1}/${sound.length}` } : { 'accept-ranges': 'bytes' };
        return Promise.resolve({ status: start > 0 ? 206 : 200, headers, length: sound.length - start, body: Readable.from([sound.subarray(start)]) });
      },
    } as unknown as MusicProvider;
    return { provider, id: '1', source: { kind: 'http', url: 'http://far/1', container: 'flac', keepable: true, ...(md5 === undefined ? {} : { md5 }) } };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'music-fetch-'));
    parts = new PartStore(folder);
    await parts.prepare();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (key: string, ranges: boolean): Promise<number[]> => {
    asked.length = 0;
    const note = { provider: 'far', id: key, storage: 'permanent' as const };
    const fetch = new Fetch(parts, parts.path(key), note, () => Promise.resolve(source(ranges)), new AbortController().signal);
    let told = 0;
    const opened = await fetch.run(() => (told += 1));
    await opened.file.close();
    expect([told, opened.total, opened.container, readFileSync(parts.path(key)).equals(sound)]).toEqual([1, sound.length, 'flac', true]);
    return [...asked];
  };
  const left = async (key: string, bytes: number): Promise<void> => {
    writeFileSync(parts.path(key), sound.subarray(0, bytes));
    await parts.writeNote(parts.path(key), { provider: 'far', id: key, storage: 'permanent', sourceProvider: 'far', sourceId: '1', container: 'flac', total: sound.length });
  };

  it('begins at the beginning, and goes on where an earlier process broke off', async () => {
    expect(await run('new', true)).toEqual([0]);
    await left('part', 20_000);
    expect(await run('part', true)).toEqual([20_000]);
  });

  it('takes a part that is complete for what it is: the process ended between the last byte and its place', async () => {
    await left('whole', sound.length);
    expect(await run('whole', true)).toEqual([sound.length - 1]);
  });

  it('takes a file whose sum the source names only when it is that file', async () => {
    const right = createHash('md5').update(sound).digest('hex').toUpperCase();
    for (const [key, md5] of [['right', right], ['wrong', '0'.repeat(32)]] as const) {
      const fetch = new Fetch(parts, parts.path(key), { provider: 'far', id: key, storage: 'permanent' }, () => Promise.resolve(source(true, md5)), new AbortController().signal);
      const fetched = fetch.run(() => undefined);
      if (key === 'right') expect((await fetched).total).toBe(sound.length);
      else await expect(fetched).rejects.toMatchObject({ reason: 'content' });
      await fetch.partFile?.close();
    }
  });

  it('starts over at a source that sends everything again', async () => {
    await left('again', 20_000);
    expect(await run('again', false)).toEqual([20_000]);
    await left('again whole', sound.length);
    expect(await run('again whole', false)).toEqual([sound.length - 1]);
  });
});
