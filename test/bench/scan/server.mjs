import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../..', import.meta.url).pathname;
const CLAIM = 'bench-claim-code-1234';
const AUTH = `Basic ${Buffer.from('bench:bench password 1').toString('base64')}`;

/** What Node gets besides the app, e.g. `BENCH_ARGS=--cpu-prof` to see where the time goes. */
const nodeArguments = (process.env.BENCH_ARGS ?? '').split(' ').filter(Boolean);

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The built app on a database and a library of our own, with a client that is allowed everything. */
export async function startServer(library, databaseUrl) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rumpus-bench-'));
  const port = await freePort();
  const env = {
    PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: String(port), MUSIC_PORT: '0', MUSIC_ADMIN_PORT: '0', ARCADE_PORT: '0', MODULES: 'library',
    DATA_DIR: dataDir, LIBRARY_PATH: library, CLAIM_CODE: CLAIM, LOG_LEVEL: 'warn', LOG_FORMAT: 'json', ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
  const child = spawn(process.execPath, [...nodeArguments, join(root, 'apps/server/dist/main.js')], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error('The server ended at once; is it built?');
    if (await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false)) break;
    await sleep(50);
  }
  const call = async (method, path, body) => {
    const answer = await fetch(url + path, { method, headers: { authorization: AUTH, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await fetch(`${url}/api/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'bench', password: 'bench password 1', email: 'bench@example.org', role: 'admin', claim_code: CLAIM }) });
  return {
    call,
    /** Runs a scan to its end: its counters and how long it took, seconds. */
    async scan(options = {}) {
      const { id } = await call('POST', '/api/scans', options);
      for (;;) {
        const scan = await call('GET', `/api/scans/${id}`);
        if (scan.ended_at) {
          if (scan.status !== 'completed') throw new Error(`The scan ${scan.status}: ${scan.message}`);
          return { seconds: (Date.parse(scan.ended_at) - Date.parse(scan.started_at)) / 1000, stats: scan.stats, failures: scan.failure_count };
        }
        await sleep(200);
      }
    },
    /** The most memory the server process has had since its start, by the system's own account: resident, MB. */
    peakMemory: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
