import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@rumpus/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nameFromBytes } from '../paths/raw-names.js';
import { sendFile, type SendFileOptions } from './send-file.js';

const content = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index * 7) % 251));
const modified = new Date('2026-01-02T03:04:05Z');
let folder: string;
let server: Server;
let url: string;
let options: SendFileOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-file-'));
  server = createServer((request, response) => {
    sendFile(request, response, options).catch((error: unknown) => {
      response.writeHead(error instanceof DomainError && error.kind === 'not-found' ? 404 : 500).end(String(error));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

beforeEach(async () => {
  const path = join(folder, 'game.bin');
  await writeFile(path, content);
  await utimes(path, modified, modified);
  options = { path, fileName: 'Ōkami.iso' };
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => fetch(url, { headers, method });

describe('sendFile', () => {
  it('sends the whole file with what a client needs to resume', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': '2000000',
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
      'content-disposition': `attachment; filename*=UTF-8''%C5%8Ckami.iso; filename="%C5%8Ckami.iso"`,
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  it('sends one part', async () => {
    const response = await get({ range: 'bytes=1000000-1600000' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 1000000-1600000/2000000');
    expect(Buffer.from(await response.arrayBuffer()).equals(content.subarray(1_000_000, 1_600_001))).toBe(true);
  });

  it('answers 416 for a part outside of the file, with the size', async () => {
    const response = await get({ range: 'bytes=2000000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */2000000');
    expect(await response.text()).toBe('');
  });

  it('answers 304 for a copy that is still good, by tag or by time', async () => {
    const etag = (await get({}, 'HEAD')).headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await get({ 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
    expect((await get({ 'if-none-match': '"x"' })).status).toBe(200);
    expect((await get({ 'if-modified-since': modified.toUTCString() })).status).toBe(304);
    expect((await get({ 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' })).status).toBe(200);
  });

  it('resumes only the state that the client has begun', async () => {
    const etag = (await get({}, 'HEAD')).headers.get('etag') ?? '';
    const resume = (condition: string): Promise<Response> => get({ range: 'bytes=5-', 'if-range': condition });
    expect((await resume(etag)).status).toBe(206);
    expect((await resume(modified.toUTCString())).status).toBe(206);
    expect((await resume('"other"')).status).toBe(200);
    expect((await resume(`W/${etag}`)).status).toBe(200);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const response = await get({}, 'HEAD');
    expect(response.headers.get('content-length')).toBe('2000000');
    expect(await response.text()).toBe('');
  });

  it('hands the body to the reverse proxy when there is one', async () => {
    options = { ...options, accelRedirect: '/library/roms/gba/Ōkami & co.iso' };
    const response = await get();
    expect(response.headers.get('x-accel-redirect')).toBe('/library/roms/gba/%C5%8Ckami%20%26%20co.iso');
    expect(await response.text()).toBe('');
  });

  it('serves inline content without letting the browser guess its type', async () => {
    options = { ...options, disposition: 'inline', contentType: 'application/pdf' };
    const response = await get({}, 'HEAD');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['missing', '.'])('answers 404 for %s', async (name) => {
    options = { ...options, path: join(folder, name), missing: 'File X not found' };
    const response = await get();
    expect(response.status).toBe(404);
    expect(response.headers.has('content-disposition')).toBe(false);
    expect(await response.text()).toContain('File X not found');
  });

  it('does not hang on a named pipe', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    options = { ...options, path };
    expect((await get()).status).toBe(404);
  });

  it('finds a file whose name is not UTF-8', async () => {
    const name = Buffer.from([0x70, 0xe9]);
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), 'content');
    options = { ...options, path: join(folder, nameFromBytes(name)) };
    expect(await (await get()).text()).toBe('content');
  });

  it('sends an empty file', async () => {
    await writeFile(options.path, '');
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('0');
  });
});
