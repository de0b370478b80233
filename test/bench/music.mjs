// What the music proxy costs: `npm run bench:music` (after `npm run build`; needs nginx). The backend is nginx with static files, and so
// is the proxy we compare with, in the same run on the same files. Prints a table and one JSON line; fails when a promise is broken.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const CALLS = Number(process.env.BENCH_CALLS ?? 1000);
const FILE_MB = 100;
const LISTENERS = 200;
const BUDGET_MS = 1000;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const folder = mkdtempSync(join(tmpdir(), 'rumpus-bench-music-'));
const [backendPort, nginxPort, mainPort, musicPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
mkdirSync(join(folder, 'www/rest'), { recursive: true });
const envelope = { status: 'ok', version: '1.16.1', type: 'bench', serverVersion: '1', openSubsonic: true };
const document = (payload) => JSON.stringify({ 'subsonic-response': { ...envelope, ...payload } });
writeFileSync(join(folder, 'www/rest/getUser.view'), document({ user: { username: 'bench' } }));
writeFileSync(join(folder, 'www/rest/search3.view'), document({ searchResult3: { song: [{ id: '1', title: 'Local', artist: 'A', duration: 100 }] } }));
writeFileSync(join(folder, 'www/rest/stream.view'), Buffer.alloc(FILE_MB * 1024 * 1024, 7));
writeFileSync(
  join(folder, 'nginx.conf'),
  `${process.getuid() === 0 ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 2048; }
http { access_log off; default_type application/json; sendfile on; keepalive_requests 1000000; client_body_temp_path ${folder}/t; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream backend { server 127.0.0.1:${backendPort}; keepalive 64; }
  server { listen 127.0.0.1:${backendPort}; root ${folder}/www; location = /rest/ping.view { return 200 '${document({})}'; } }
  server { listen 127.0.0.1:${nginxPort}; location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}`,
);
/** A provider in the hifi-api dialect. It hangs on searches for "word…", and thinks for a while before the first byte of a file. */
const THINKS_MS = 200;
const sound = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(4 * 1024 * 1024, 3)]);
const firstBytes = new Map();
const hifiTrack = (id) => ({ id, title: `Track ${id}`, duration: 200, trackNumber: 1, artist: { id: 1, name: 'Far' }, artists: [{ id: 1, name: 'Far' }], album: { id: 9, title: 'Far Away' } });
const provider = http.createServer((request, response) => void answerAsProvider(request, response));
async function answerAsProvider(request, response) {
  const url = new URL(request.url, 'http://bench');
  const send = (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const id = Number(url.searchParams.get('id') ?? 0);
  if (url.pathname === '/search/') return (url.searchParams.get('s') ?? url.search).includes('word') ? undefined : send({ data: { items: [] } });
  if (url.pathname === '/info/') return send({ data: hifiTrack(id) });
  if (url.pathname === '/album/') return send({ data: { id: 9, title: 'Far Away', numberOfTracks: 1, artist: { id: 1, name: 'Far' }, items: [{ item: hifiTrack(1) }] } });
  if (url.pathname === '/track/') {
    const manifest = { mimeType: 'audio/flac', codecs: 'flac', encryptionType: 'NONE', urls: [`http://127.0.0.1:${provider.address().port}/file/${id}`] };
    return send({ data: { trackId: id, audioQuality: 'LOSSLESS', manifestMimeType: 'application/vnd.tidal.bts', manifest: Buffer.from(JSON.stringify(manifest)).toString('base64') } });
  }
  await delay(THINKS_MS);
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { 'content-type': 'audio/flac', 'content-length': sound.length - from, 'accept-ranges': 'bytes', ...(from > 0 ? { 'content-range': `bytes ${from}-${sound.length - 1}/${sound.length}` } : {}) });
  firstBytes.set(url.pathname.split('/').at(-1), performance.now());
  response.end(sound.subarray(from));
}
await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));

const env = {
  ...process.env, HOST: '127.0.0.1', PORT: String(mainPort), MUSIC_PORT: String(musicPort), MUSIC_ADMIN_PORT: '0', ARCADE_PORT: '0', MODULES: 'music', DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn',
  SUBSONIC_URL: `http://127.0.0.1:${backendPort}`, SQUIDWTF_BASE_URLS: `http://127.0.0.1:${provider.address().port}`, MUSIC_MIN_FREE_MB: '1', MUSIC_SEARCH_BUDGET_MS: String(BUDGET_MS), LRCLIB_ENABLED: 'false',
};
const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'inherit' });
const app = spawn(process.execPath, [join(root, 'apps/server/dist/main.js')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const direct = `http://127.0.0.1:${backendPort}`;
const viaNginx = `http://127.0.0.1:${nginxPort}`;
const viaUs = `http://127.0.0.1:${musicPort}`;
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

/** Reads an answer to its end; resolves with milliseconds and bytes. */
const read = (url) =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .get(url, { agent }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk) => (bytes += chunk.length)).on('end', () => (answer.statusCode === 200 ? resolve({ ms: performance.now() - begun, bytes }) : reject(new Error(`${url} answered ${answer.statusCode}`)))).on('error', reject);
      })
      .on('error', reject);
  });
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))[1]) / 1024;

/** Interleaved, so that what else the machine does hits all alike. */
async function smallCalls() {
  const times = { direct: [], nginx: [], rumpus: [] };
  for (let i = 0; i < CALLS + 100; i += 1) {
    for (const [name, base] of [['direct', direct], ['nginx', viaNginx], ['rumpus', viaUs]]) {
      const { ms } = await read(`${base}/rest/getUser.view?u=a&p=b&v=1&c=bench`);
      if (i >= 100) times[name].push(ms);
    }
  }
  const of = (list) => ({ p50: quantile(list.sort((a, b) => a - b), 0.5), p95: quantile(list, 0.95) });
  return { direct: of(times.direct), nginx: of(times.nginx), rumpus: of(times.rumpus) };
}

/** MiB/s of a whole file, best of five each, in turns. */
async function throughput() {
  const best = { nginx: 0, rumpus: 0 };
  for (let i = 0; i < 5; i += 1) {
    for (const [name, base] of [['nginx', viaNginx], ['rumpus', viaUs]]) {
      const { ms, bytes } = await read(`${base}/rest/stream.view?u=a&p=b&id=1`);
      best[name] = Math.max(best[name], bytes / 1024 / 1024 / (ms / 1000));
    }
  }
  return best;
}

/** Many slow listeners at once, each reading a little and waiting: what the process holds for them. */
async function listeners() {
  const answers = await Promise.all(
    Array.from({ length: LISTENERS }, () => new Promise((resolve, reject) => http.get(`${viaUs}/rest/stream.view?u=a&p=b&id=1`, { agent }, resolve).on('error', reject))),
  );
  let peak = 0;
  for (let round = 0; round < 20; round += 1) {
    for (const answer of answers) answer.read(16_384);
    await delay(50);
    peak = Math.max(peak, rss());
  }
  for (const answer of answers) answer.destroy();
  return peak;
}

async function hangingSearch() {
  const times = [];
  for (let i = 0; i < 5; i += 1) times.push((await read(`${viaUs}/rest/search3.view?u=a&p=b&f=json&query=word${i}`)).ms);
  return quantile(times.sort((a, b) => a - b), 0.5);
}

/** From the provider's first byte of a track nobody has played to the player's, in milliseconds. */
async function firstByte() {
  const times = [];
  for (let id = 100; id < 110; id += 1) {
    const arrived = await new Promise((resolve, reject) => {
      http.get(`${viaUs}/rest/stream.view?u=a&p=b&id=ext-squidwtf-song-${id}`, { agent }, (answer) => answer.once('data', () => (resolve(performance.now()), answer.destroy()))).on('error', reject);
    });
    times.push(arrived - firstBytes.get(String(id)));
  }
  return quantile(times.sort((a, b) => a - b), 0.5);
}

/** Metadata of external items that were asked for before. */
async function warmMetadata() {
  const times = [];
  for (let i = 0; i < 210; i += 1) {
    for (const call of ['getSong.view?id=ext-squidwtf-song-1', 'getAlbum.view?id=ext-squidwtf-album-9']) {
      const { ms } = await read(`${viaUs}/rest/${call}&u=a&p=b&f=json`);
      if (i >= 10) times.push(ms);
    }
  }
  times.sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

let failed = true;
try {
  for (let i = 0; i < 300 && !(await fetch(`http://127.0.0.1:${mainPort}/readyz`).then((answer) => answer.ok, () => false)); i += 1) await delay(100);
  const idleMb = rss();
  const streamsMb = await listeners();
  const small = await smallCalls();
  const mib = await throughput();
  const searchMs = await hangingSearch();
  const warm = await warmMetadata();
  const firstByteMs = await firstByte();
  const added = { p50: small.rumpus.p50 - small.direct.p50, p95: small.rumpus.p95 - small.direct.p95 };
  const rows = [
    ['small call, added p50', `${added.p50.toFixed(2)} ms`, '≤ 1 ms', added.p50 <= 1],
    ['small call, added p95', `${added.p95.toFixed(2)} ms`, '≤ 5 ms', added.p95 <= 5],
    ['100 MiB through us / nginx', `${mib.rumpus.toFixed(0)} / ${mib.nginx.toFixed(0)} MiB/s = ${(mib.rumpus / mib.nginx).toFixed(2)}`, '≥ 0.5', mib.rumpus / mib.nginx >= 0.5],
    [`${LISTENERS} streams, resident`, `${streamsMb.toFixed(0)} MB (idle ${idleMb.toFixed(0)})`, '≤ 200 MB', streamsMb <= 200],
    ['search with a hanging provider', `${searchMs.toFixed(0)} ms`, `≤ ${BUDGET_MS} ms + backend`, searchMs <= BUDGET_MS + 250],
    ['warm metadata, p50 / p95', `${warm.p50.toFixed(2)} / ${warm.p95.toFixed(2)} ms`, '≤ 10 ms', warm.p50 <= 10],
    ['first byte after the provider’s', `${firstByteMs.toFixed(1)} ms`, '≤ 100 ms', firstByteMs <= 100],
  ];
  for (const [what, got, promise, kept] of rows) console.log(`${kept ? 'ok  ' : 'MISS'}  ${what.padEnd(32)} ${got.padEnd(34)} ${promise}`);
  console.log(JSON.stringify({ bench: 'music', small, added, mib, streamsMb, idleMb, searchMs, warm, firstByteMs }));
  failed = rows.some(([, , , kept]) => !kept);
} finally {
  agent.destroy();
  app.kill('SIGKILL');
  nginx.kill('SIGTERM');
  provider.closeAllConnections();
  provider.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
