import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../../support/app.js';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

const MINIMAL = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);

const basic = `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`;
let host: GameHost;
let server: ServerInfo;
beforeAll(async () => {
  host = await GameHost.start({}, { env: { SERVERS_MAX_UPLOAD_MB: '1' } });
  server = await host.create();
});
afterAll(() => host.stop());

interface Result {
  ok: boolean;
  filename: string;
  mission?: { id: number; mission_name: string; terrain: string; pbo: { checksum_ok: boolean } };
  error?: { code: string };
}
const path = (rest: string): string => `/api/servers/${String(server.id)}/missions${rest}`;

async function upload(files: Record<string, Buffer>, query = ''): Promise<{ status: number; results: Result[]; code: string | undefined }> {
  const form = new FormData();
  for (const [name, bytes] of Object.entries(files)) form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const answer = await host.api.post<Envelope<Result[]>>(path(query), form);
  return { status: answer.status, results: answer.body.data, code: answer.body.error?.code };
}

describe('missions', () => {
  it('are uploaded many at once, each judged for itself', async () => {
    const { status, results } = await upload({ 'Co10_Escape.Altis.pbo': MINIMAL, 'broken.altis.pbo': MINIMAL.subarray(0, 100), 'noterrain.pbo': MINIMAL, 'zip.vr.pbo': Buffer.alloc(300, 'PK') });
    expect(status).toBe(201);
    expect(results.map(({ ok, error }) => error?.code ?? ok)).toEqual([true, 'BAD_PBO', 'BAD_FILENAME', 'BAD_PBO']);
    expect(results[0]?.mission).toMatchObject({ mission_name: 'co10_escape', terrain: 'altis', pbo: { checksum_ok: true } });
    expect(await readFile(join(server.paths.root, 'mpmissions', 'co10_escape.altis.pbo'))).toEqual(MINIMAL);
    expect((await upload({ 'co10_escape.altis.pbo': MINIMAL })).results[0]?.error?.code).toBe('NAME_TAKEN');
    expect((await upload({ 'co10_escape.altis.pbo': MINIMAL }, '?replace=1')).results[0]?.ok).toBe(true);
  });

  it('that are too large are cut off while they come', async () => {
    expect(await upload({ 'big.altis.pbo': Buffer.alloc(3 * 1024 * 1024) })).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LARGE' });
  });

  it('of two gigabytes are cut off long before they are there, and leave nothing behind', async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const head = '--edge\r\nContent-Disposition: form-data; name="file"; filename="huge.altis.pbo"\r\nContent-Type: application/octet-stream\r\n\r\n';
    const total = 2 * 1024 ** 3;
    let sent = 0;
    const status = await new Promise<number>((resolve, reject) => {
      const { port } = new URL(host.app.url);
      const call = request({ host: '127.0.0.1', port, method: 'POST', path: path(''), headers: { Authorization: basic, 'Content-Type': 'multipart/form-data; boundary=edge', 'Content-Length': String(head.length + total) } });
      call.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        call.destroy();
      });
      call.on('error', reject);
      call.write(head);
      const more = (): void => {
        while (!call.destroyed && sent < total) {
          sent += chunk.length;
          if (!call.write(chunk)) return void call.once('drain', more);
        }
      };
      more();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(total / 2);
    await until(async () => (await readdir(join(host.app.dataDir, 'servers', 'uploads'))).length === 0, 'nothing left');
  });

  it('are put into the rotation, which the game reads, and can’t be deleted from under it', async () => {
    const missions = (await host.api.get<Envelope<{ id: number }[]>>(path(''))).body.data;
    const id = missions[0]?.id ?? 0;
    const hostile = 'a"; passwordAdmin="x';
    const rotation = await host.api.put<Envelope<{ template: string }[]>>(path('/rotation'), [{ mission_id: id, difficulty: 'Veteran', params: { Respawn: 1, Text: hostile } }, { template: 'builtin.stratis' }]);
    expect(rotation.body.data.map(({ template }) => template)).toEqual(['co10_escape.altis', 'builtin.stratis']);
    expect((await host.api.delete<Envelope<null>>(path(`/${String(id)}`))).body.error?.code).toBe('MISSION_IN_ROTATION');
    const running = await host.run(server.id);
    const understood = JSON.parse(await readFile(join(running.paths.root, 'run', 'understood.json'), 'utf8')) as { server: { missions: object } };
    expect(understood.server.missions).toEqual({ mission_001: { template: 'co10_escape.altis', difficulty: 'Veteran', params: { respawn: 1, text: hostile } }, mission_002: { template: 'builtin.stratis', difficulty: 'Regular' } });
    await host.call(server.id, '/kill');
    await host.reach(server.id, 'stopped');
    expect((await host.api.get(path(`/${String(id)}/download`))).status).toBe(200);
    expect((await host.api.delete(path(`/${String(id)}?force=1`))).status).toBe(200);
    expect((await host.api.get<Envelope<unknown[]>>(path('/rotation'))).body.data).toHaveLength(1);
  });

  it.each([[[{ mission_id: 999_999 }]], [[{}]], [[{ template: 'x' }]], [[{ template: 'a.b', params: { 'x = 1; y': 1 } }]], [[{ template: 'a.b', params: { x: 'a\nb' } }]]])('the rotation %j is refused', async (body) => {
    expect((await host.api.put(path('/rotation'), body)).status).toBe(400);
  });
});
