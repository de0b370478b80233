import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ADMIN, startApp, type TestApp } from '../../support/app.js';
import { hasTool } from '../../support/audio-files.js';
import { ApiClient } from '../../support/client.js';
import { Nginx } from '../../support/nginx.js';
import { Games } from '../library/support/games.js';

const NAME = 'Ōkami & co; 100 % #1? (World).gba';
const BYTES = Buffer.alloc(3_000_000, 7);

let app: TestApp;
let twin: TestApp;
let nginx: Nginx;
let games: Games;
let admin: ApiClient;
let single: number;
let multi: number;

/** What compose sets, but for the addresses of its services. */
async function composed(): Promise<Record<string, string>> {
  const compose = parse(await readFile(join(import.meta.dirname, '..', '..', '..', 'docker', 'compose.scaled.yml'), 'utf8')) as { 'x-rumpus': { environment: Record<string, string> } };
  const { X_ACCEL_PREFIX = '' } = compose['x-rumpus'].environment;
  return { X_ACCEL_PREFIX, TRUSTED_PROXIES: 'loopback' };
}

const missing = process.env['CI'] !== 'true' && !hasTool('nginx', '-v') && !hasTool('/usr/sbin/nginx', '-v');

describe.skipIf(missing)('two instances behind the nginx of docker/', () => {
  beforeAll(async () => {
    const env = await composed();
    app = await startApp({ env });
    twin = await startApp({ env, dataDir: app.dataDir, database: app.database });
    await app.claim();
    games = await Games.open(app);
    const added = await games.add({ platform: 'gba', fs_name: NAME, files: { [NAME]: BYTES } }, { platform: 'psx', fs_name: 'Two Discs', files: { 'Two Discs/1.bin': 'one', 'Two Discs/2.bin': 'two' } });
    [single, multi] = added.map(({ id }) => id) as [number, number];
    nginx = await Nginx.start([app, twin], games.folder);
    admin = new ApiClient(nginx.url).basic(ADMIN.username, ADMIN.password);
  });
  afterAll(async () => {
    await nginx?.stop();
    await games?.close();
    await twin?.terminate();
    await app?.stop();
  });

  it('nginx sends the files, whatever they are called, also in parts', async () => {
    const whole = await admin.raw('GET', `/api/roms/${String(single)}/content/x`);
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('x-accel-redirect')]).toEqual([200, 'application/octet-stream', null]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(BYTES)).toBe(true);
    expect(whole.headers.get('content-disposition')).toContain(encodeURIComponent('Ōkami & co'));
    const part = await admin.raw('GET', `/api/roms/${String(single)}/content/x`, undefined, { range: 'bytes=2999990-' });
    expect([part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength]).toEqual([206, 'bytes 2999990-2999999/3000000', 10]);
    const head = await admin.head(`/api/roms/${String(single)}/content/x`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '3000000']);
  });

  it('games of several files come as a zip of known length', async () => {
    const answer = await admin.raw('GET', `/api/roms/${String(multi)}/content/x`);
    const zip = new Uint8Array(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(zip.length));
    expect(Object.keys(unzipSync(zip)).filter((name) => name.endsWith('.bin'))).toHaveLength(2);
  });

  it('gives nobody a file past the app', async () => {
    for (const path of ['/library/roms/gba/', `/library/roms/gba/${encodeURIComponent(NAME)}`]) expect((await admin.get(path)).status).toBe(404);
    expect((await new ApiClient(nginx.url).get(`/api/roms/${String(single)}/content/x`)).status).toBe(401);
  });

  it('carries the live feed, by polling and by websocket', async () => {
    const session = new ApiClient(nginx.url);
    await session.get('/api/heartbeat');
    await session.post('/api/login', {}, { authorization: `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}` });
    const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const transport of ['polling', 'websocket']) {
      const socket = io(nginx.url, { path: '/ws/socket.io/', transports: [transport], upgrade: false, extraHeaders: { cookie }, forceNew: true });
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
      expect(socket.io.engine.transport.name).toBe(transport);
      socket.disconnect();
    }
  });

  it('leads players and cabinets to their listeners', async () => {
    for (const listener of ['music', 'arcade'] as const) {
      const [direct, led] = [await fetch(`http://127.0.0.1:${String(app.ports[listener])}/`), await fetch(`http://127.0.0.1:${String(nginx.ports[listener])}/`)];
      expect([led.status, await led.text()], listener).toEqual([direct.status, await direct.text()]);
    }
  });
});
