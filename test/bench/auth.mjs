// What authentication costs a request: `npm run bench:auth` (after `npm run build`). Starts the app on SQLite, or on the database
// that BENCH_DATABASE_URL names, and compares a route that only reads the caller with the same route called by nobody.
// Prints a table and one JSON line; fails when a median is above the promised millisecond.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 2000);
const LIMIT_MS = 1;
const CLAIM_CODE = 'bench-claim-code';
const ADMIN = { username: 'bench', password: 'bench password', email: '', role: 'admin' };

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const dataDir = await mkdtemp(join(tmpdir(), 'rumpus-bench-auth-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const env = {
  ...process.env, HOST: '127.0.0.1', PORT: String(port), MODULES: 'library', DATA_DIR: dataDir, CLAIM_CODE, LOG_LEVEL: 'warn', LOG_REQUESTS: 'false',
  ...(process.env.BENCH_DATABASE_URL ? { DATABASE_URL: process.env.BENCH_DATABASE_URL } : {}),
};
const child = spawn(process.execPath, [join(root, 'apps/server/dist/main.js')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One request on the kept connection; resolves with the milliseconds it took. */
const timed = (path, headers) =>
  new Promise((resolve, reject) => {
    const begun = process.hrtime.bigint();
    const request = http.get(`${base}${path}`, { agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 200 ? resolve(Number(process.hrtime.bigint() - begun) / 1e6) : reject(new Error(`${path}: ${answer.statusCode}`))));
    });
    request.on('error', reject);
  });

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * Median and p95 in milliseconds of each way, over warm requests. The ways take turns, so that whatever else the machine does
 * hits all of them alike.
 */
async function measure(ways) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let n = 0; n < ROUNDS + ROUNDS / 4; n += 1) {
    for (const [name, headers] of Object.entries(ways)) {
      const ms = await timed('/healthz', headers);
      if (n >= ROUNDS / 4) times[name].push(ms);
    }
  }
  const summary = (list) => {
    list.sort((a, b) => a - b);
    return { median: quantile(list, 0.5), p95: quantile(list, 0.95) };
  };
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, summary(list)]));
}

const post = async (path, body, headers = {}) => {
  const answer = await fetch(base + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
};

try {
  for (let n = 0; n < 1200 && !(await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false)); n += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  await post('/api/users', { ...ADMIN, claim_code: CLAIM_CODE });
  const basic = { Authorization: `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}` };
  const login = await post('/api/login', {}, basic);
  const session = login.headers.getSetCookie().find((line) => line.startsWith('romm_session=')).split(';')[0];
  const token = await post('/api/client-tokens', { name: 'bench', scopes: ['me.read'] }, basic).then((answer) => answer.json());
  const form = new URLSearchParams({ username: ADMIN.username, password: ADMIN.password, scope: 'me.read' });
  const jwt = await fetch(`${base}/api/token`, { method: 'POST', body: form }).then((answer) => answer.json());
  const ways = { nobody: {}, session: { Cookie: session }, jwt: { Authorization: `Bearer ${jwt.access_token}` }, 'client token': { Authorization: `Bearer ${token.raw_token}` }, 'Basic (remembered)': basic };
  const results = await measure(ways);
  const rows = Object.entries(results).map(([name, { median, p95 }]) => ({ way: name, 'median ms': median.toFixed(3), 'p95 ms': p95.toFixed(3), 'cost of authentication ms': (median - results.nobody.median).toFixed(3) }));
  console.table(rows);
  const cost = Object.fromEntries(Object.entries(results).filter(([name]) => name !== 'nobody').map(([name, { median }]) => [name, Number((median - results.nobody.median).toFixed(3))]));
  console.log(JSON.stringify({ bench: 'auth', rounds: ROUNDS, limit_ms: LIMIT_MS, cost_ms: cost }));
  if (Object.values(cost).some((ms) => ms > LIMIT_MS)) process.exitCode = 1;
} finally {
  agent.destroy();
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  await rm(dataDir, { recursive: true, force: true });
}
