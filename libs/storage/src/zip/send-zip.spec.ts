import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipLayout, type ZipEntry } from './layout.js';
import { sendZip } from './send-zip.js';

let folder: string;
let server: Server;
let url: string;
let entries: ZipEntry[];
const contents = new Map([
  ['disc 1.bin', Buffer.alloc(1_300_000, 'a')],
  ['sub/Ōkami.cue', Buffer.from('FILE "disc 1.bin" BINARY')],
  ['empty.txt', Buffer.alloc(0)],
]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-zip-'));
  entries = await Promise.all([...contents].map(async ([name, bytes], index) => {
    const path = join(folder, String(index));
    await writeFile(path, bytes);
    await utimes(path, 1_700_000_000, 1_700_000_000);
    return { name, path, size: bytes.length, modified: (await stat(path)).mtime };
  }));
  entries.push({ name: 'game.m3u', data: Buffer.from('disc 1.bin'), size: 10, modified: new Date(1_700_000_000_000) });
  server = createServer((request, response) => void sendZip(request, response, 'game.zip', entries)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => fetch(url, { headers, method });
const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('sendZip', () => {
  it('makes an archive that another implementation reads, of exactly the announced length', async () => {
    const response = await get();
    const archive = await bytes(response);
    expect(Number(response.headers.get('content-length'))).toBe(archive.length);
    const read = unzipSync(archive);
    expect(Object.keys(read)).toEqual([...contents.keys(), 'game.m3u']);
    for (const [name, content] of contents) expect(Buffer.from(read[name] ?? []).equals(content)).toBe(true);
    expect(Buffer.from(read['game.m3u'] ?? []).toString()).toBe('disc 1.bin');
  });

  it('gives the same bytes in parts, whatever the borders', async () => {
    const whole = await bytes(await get());
    for (const [start, end] of [[0, 0], [0, 40], [29, 700_000], [1_299_990, whole.length - 1], [whole.length - 22, whole.length - 1]] as const) {
      const response = await get({ range: `bytes=${start}-${end}` });
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${whole.length}`);
      expect((await bytes(response)).equals(whole.subarray(start, end + 1))).toBe(true);
    }
  });

  it('continues only the archive it began: a stale If-Range gets it from the start', async () => {
    const { etag } = Object.fromEntries((await get({}, 'HEAD')).headers);
    expect((await get({ range: 'bytes=5-', 'if-range': etag ?? '' })).status).toBe(206);
    expect((await get({ range: 'bytes=5-', 'if-range': '"zip-other"' })).status).toBe(200);
  });

  it('tells length and ranges on HEAD, and refuses a range outside', async () => {
    const head = await get({}, 'HEAD');
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    const size = Number(head.headers.get('content-length'));
    expect(size).toBeGreaterThan(1_300_000);
    const outside = await get({ range: `bytes=${size}-` });
    expect(outside.status).toBe(416);
    expect(outside.headers.get('content-range')).toBe(`bytes */${size}`);
  });

  it('cuts the connection when a file became shorter, instead of ending as if all were well', async () => {
    const path = join(folder, 'shrinks');
    await writeFile(path, 'short');
    entries.push({ name: 'shrinks', path, size: 50_000, modified: new Date(0) });
    await expect(get().then(bytes)).rejects.toThrow();
    entries.pop();
  });
});

describe('ZipLayout', () => {
  const entry = (name: string, size: number): ZipEntry => ({ name, path: '/nowhere', size, modified: new Date(0) });

  it('takes ZIP64 for what exceeds 32 bits, and only there', () => {
    const small = new ZipLayout([entry('a', 10)]);
    expect(small.size).toBe(30 + 1 + 10 + 16 + 46 + 1 + 22);
    const large = new ZipLayout([entry('a', 5e9), entry('b', 10)]);
    // a: extra in both headers and a wide descriptor; b: only its offset is large; end: the ZIP64 pair.
    expect(large.size).toBe(30 + 1 + 20 + 5e9 + 24 + (30 + 1 + 10 + 16) + (46 + 1 + 20) + (46 + 1 + 12) + 76 + 22);
  });

  it('takes ZIP64 for 65,535 entries', () => {
    const count = 65_535;
    const layout = new ZipLayout(Array.from({ length: count }, () => entry('n', 0)));
    expect(layout.size).toBe(count * (30 + 1 + 16 + 46 + 1) + 76 + 22);
  });

  it('has validators that change with name, size and time', () => {
    const tag = (name: string, size: number, time = 0): string => new ZipLayout([{ ...entry(name, size), modified: new Date(time) }]).validators.etag;
    expect(new Set([tag('a', 1), tag('b', 1), tag('a', 2), tag('a', 1, 5000)]).size).toBe(4);
    expect(tag('a', 1)).toBe(tag('a', 1));
  });
});
