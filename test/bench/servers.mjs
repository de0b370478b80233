/**
 * The server manager under load: 20 fake servers with 40 players each on one manager, a burst of log lines, 200 listeners.
 * Needs `npm run build`. Prints a table and a JSON line.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { control, installFakeServer } from '../fakes/arma/dist/install.js';

const SERVERS = Number(process.env.BENCH_SERVERS ?? 20);
const PLAYERS = Number(process.env.BENCH_PLAYERS ?? 40);
const LISTENERS = 200;
const LINES = 50_000;
const WATCH_MS = Number(process.env.BENCH_SECONDS ?? 30) * 1000;
const root = join(import.meta.dirname, '..', '..');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const data = await mkdtemp(join(tmpdir(), 'bench-servers-'));
const install = join(data, 'install');
const executable = await installFakeServer(install, { players: PLAYERS, bootMs: 200 });
const base = `http://127.0.0.1:${port}`;
const authorization = `Basic ${Buffer.from('admin:correct horse battery').toString('base64')}`;
const app = spawn(process.execPath, [join(root, 'apps/server/dist/main.js')], {
  env: { PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: join(data, 'data'), MODULES: 'servers', SERVERS_INSTALL_ROOTS: install, ARMA_EXE: executable, CLAIM_CODE: 'bench-claim-code-1234', AUTH_RATE_LIMIT_FACTOR: '100', LOG_LEVEL: 'error', LOG_FORMAT: 'json', MUSIC_PORT: '0', MUSIC_ADMIN_PORT: '0', ARCADE_PORT: '0' },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const call = async (method, path, body) => {
  const answer = await fetch(base + path, { method, headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text).data;
};
const until = async (look, what) => {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(25)) if (await look().catch(() => false)) return;
  throw new Error(`not in time: ${what}`);
};
/** CPU seconds and memory of the manager alone. */
const usage = async () => {
  const stat = await readFile(`/proc/${app.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, mb: (Number(fields[21]) * 4096) / 1024 / 1024 };
};

const results = {};
const ids = [];
try {
  await until(async () => (await fetch(`${base}/readyz`)).ok, 'ready');
  await fetch(`${base}/api/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'admin', password: 'correct horse battery', email: 'a@example.org', role: 'admin', claim_code: 'bench-claim-code-1234' }) });
  const starts = [];
  for (let n = 0; n < SERVERS; n += 1) {
    const { id } = await call('POST', '/api/servers', { name: `Bench ${n}`, game_port: 30_000 + n * 20 });
    ids.push(id);
    const begun = performance.now();
    await call('POST', `/api/servers/${id}/start`, {});
    starts.push(performance.now() - begun);
  }
  starts.sort((a, b) => a - b);
  results['start to answer, median ms'] = starts[Math.floor(starts.length / 2)];
  results['start to answer, slowest ms'] = starts.at(-1);
  await until(async () => (await call('GET', '/api/servers')).every(({ status, player_count: players }) => status === 'running' && players === PLAYERS), 'all running with players');

  await pause(5_000);
  const before = await usage();
  const begun = performance.now();
  await pause(WATCH_MS);
  const after = await usage();
  results['CPU, percent of one core'] = ((after.cpu - before.cpu) / ((performance.now() - begun) / 1000)) * 100;
  results['memory, MB'] = after.mb;

  const [first, second] = await call('GET', '/api/servers').then((servers) => servers);
  const detail = await call('GET', `/api/servers/${first.id}`);
  const flooded = performance.now();
  let slowest = 0;
  const flood = control(detail.paths.profiles, '/spam', { lines: LINES, text: 'burst' });
  await until(async () => {
    const asked = performance.now();
    await call('GET', `/api/servers/${second.id}`);
    slowest = Math.max(slowest, performance.now() - asked);
    const { items } = await call('GET', `/api/servers/${first.id}/logs?limit=1`);
    return items[0]?.message === `burst ${LINES - 1}`;
  }, 'burst stored');
  await flood;
  results['50,000 lines stored, s'] = (performance.now() - flooded) / 1000;
  results['slowest request meanwhile, ms'] = slowest;

  const sockets = await Promise.all(
    Array.from({ length: LISTENERS }, () => new Promise((resolve, reject) => {
      const socket = new WebSocket(`${base.replace('http', 'ws')}/ws/${second.id}?channels=status`, { headers: { authorization } });
      socket.once('error', reject);
      socket.once('message', () => resolve(socket));
    })),
  );
  await pause(500);
  const heard = Promise.all(sockets.map((socket) => new Promise((resolve) => {
    socket.on('message', (bytes) => {
      const frame = JSON.parse(bytes.toString());
      if (frame.type === 'status' && frame.data.status === 'stopping') resolve(Date.now() - Date.parse(frame.ts));
    });
  })));
  await call('POST', `/api/servers/${second.id}/kill`, {});
  results['state change at 200 listeners, slowest ms'] = Math.max(...(await heard));
  for (const socket of sockets) socket.terminate();
} finally {
  for (const server of await call('GET', '/api/servers').catch(() => [])) if (server.pid) try { process.kill(-server.pid, 'SIGKILL'); } catch { /* It has ended. */ }
  app.kill('SIGKILL');
  await rm(data, { recursive: true, force: true });
}
console.log(`\n${SERVERS} servers, ${PLAYERS} players each; Node ${process.version}, ${cpus().length} cores`);
console.table(Object.fromEntries(Object.entries(results).map(([name, value]) => [name, Number(value.toFixed(1))])));
console.log(JSON.stringify({ bench: 'servers', ...results }));
process.exit(0);
