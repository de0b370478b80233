/**
 * `npm run bench:download`: one 1 GiB file, over loopback: nginx alone, Node alone, nginx in front of Node with
 * X-Accel-Redirect. Prints a table for people and one JSON line for machines. `MIB` changes the size.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { authEntities } from '../../libs/auth/dist/index.js';
import { connect, dataSourceOptions } from '../../libs/persistence/dist/index.js';
import { migrations } from '../../migrations/dist/index.js';
import { libraryEntities } from '../../apps/server/build/library/entities.js';
import { Platform } from '../../apps/server/build/library/platforms/platform.entity.js';
import { RomFile } from '../../apps/server/build/library/roms/rom-file.entity.js';
import { RomStore } from '../../apps/server/build/library/roms/rom-store.js';
import { residentMb, startApp } from './support/app.mjs';

const MIB = Number(process.env.MIB ?? 1024);
const ROUNDS = Number(process.env.ROUNDS ?? 5);

/** Reads a body and throws it away. @returns bytes per second */
function rate(url, headers) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    request(url, { headers }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`));
      let bytes = 0;
      answer.on('data', (chunk) => (bytes += chunk.length));
      answer.on('end', () => (bytes === MIB * 1_048_576 ? resolve(bytes / ((performance.now() - started) / 1000)) : reject(new Error(`${url}: ${bytes} bytes`))));
      answer.on('error', reject);
    }).on('error', reject).end();
  });
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

async function seed(dataDir) {
  const folder = join(dataDir, 'library', 'roms', 'ps2');
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, 'Large.iso'), 'w');
  const block = Buffer.alloc(1_048_576, 'x');
  for (let i = 0; i < MIB; i += 1) await file.write(block);
  await file.close();
  const url = `sqlite:${dataDir}/rumpus.db`;
  const source = await connect(new DataSource(dataSourceOptions(url, { entities: [...authEntities, ...libraryEntities], migrations })));
  const now = new Date();
  const { identifiers } = await source.manager.insert(Platform, { slug: 'ps2', fs_slug: 'ps2', name: 'PlayStation 2', created_at: now, updated_at: now });
  const [id] = await new RomStore().insert(source.manager, [{ platform_id: Number(identifiers[0].id), fs_name: 'Large.iso', fs_name_no_ext: 'Large', fs_name_no_tags: 'Large', fs_extension: 'iso', fs_path: 'roms/ps2', name: 'Large', top_level_file_count: 1, fs_size_bytes: MIB * 1_048_576 }]);
  await source.manager.insert(RomFile, { rom_id: id, file_name: 'Large.iso', file_path: 'roms/ps2', file_size_bytes: MIB * 1_048_576, last_modified: now, created_at: now, updated_at: now });
  await source.destroy();
  return { url, id };
}

async function startNginx(folder, dataDir, upstream) {
  const port = 20_000 + (process.pid % 20_000);
  await writeFile(join(folder, 'nginx.conf'), `
worker_processes 1; daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server {
    listen 127.0.0.1:${port};
    location /plain/ { alias ${dataDir}/library/; }
    location /library/ { internal; alias ${dataDir}/library/; }
    location /api/ { proxy_pass http://127.0.0.1:${upstream}; }
  }
}`);
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100 && !(await fetch(url).then(() => true, () => false)); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  return { url, stop: async () => { child.kill('SIGTERM'); await once(child, 'exit'); } };
}

const dataDir = await mkdtemp(join(tmpdir(), 'rumpus-bench-'));
const folder = await mkdtemp(join(tmpdir(), 'rumpus-nginx-'));
const { url: databaseUrl, id } = await seed(dataDir);
const straight = await startApp({ dataDir, databaseUrl });
const headers = straight.headers;
const before = await residentMb(straight.pid);
let peak = before;
const watch = setInterval(() => void residentMb(straight.pid).then((now) => (peak = Math.max(peak, now)), () => {}), 50);
const content = `/api/roms/${id}/content/Large.iso`;
const nginx = await startNginx(folder, dataDir, straight.port);
const rates = { nginx: [], node: [], accel: [] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const taken = { nginx: await rate(`${nginx.url}/plain/roms/ps2/Large.iso`, {}), node: await rate(`${straight.url}${content}`, headers) };
  // The first round warms the page cache.
  if (round > 0) for (const [name, value] of Object.entries(taken)) rates[name].push(value);
}
clearInterval(watch);
await straight.stop();
await nginx.stop();

// The same data behind nginx, with the internal location switched on; the claimed server is signed in to with its cookie again.
const behind = await startApp({ dataDir, databaseUrl, env: { X_ACCEL_PREFIX: '/library' }, claim: false });
const front = await startNginx(folder, dataDir, behind.port);
const plain = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const taken = { plain: await rate(`${front.url}/plain/roms/ps2/Large.iso`, {}), accel: await rate(`${front.url}${content}`, behind.headers) };
  if (round > 0) {
    rates.accel.push(taken.accel);
    plain.push(taken.plain);
  }
}
await front.stop();
await behind.stop();
await rm(dataDir, { recursive: true, force: true });
await rm(folder, { recursive: true, force: true });

const mb = (bytes) => Math.round(bytes / 1e6);
const share = (part, whole) => Number((part / whole).toFixed(2));
const rows = [
  { case: 'nginx alone', 'MB/s': mb(median(rates.nginx)), share: 1, limit: '' },
  { case: 'Node alone', 'MB/s': mb(median(rates.node)), share: share(median(rates.node), median(rates.nginx)), limit: 0.4 },
  { case: 'nginx before Node (X-Accel)', 'MB/s': mb(median(rates.accel)), share: share(median(rates.accel), median(plain)), limit: 0.95 },
];
console.table(rows);
console.log(`memory of Node: ${before} MB before, ${peak} MB at most while sending`);
console.log(JSON.stringify({ bench: 'download', mib: MIB, node: process.version, rows, memoryMb: { before, peak } }));
process.exitCode = rows.every(({ share: reached, limit }) => limit === '' || reached >= limit) ? 0 : 1;
