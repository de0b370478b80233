/** Starts the built app for a benchmark and signs an administrator in with a cookie, as the dashboard does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'dist', 'main.js');
/** What Node gets besides the app, e.g. `BENCH_ARGS=--cpu-prof` to see where the time goes. */
const nodeArguments = (process.env.BENCH_ARGS ?? '').split(' ').filter(Boolean);
const ADMIN = { username: 'admin', password: 'correct horse battery', email: 'admin@example.org' };
const CLAIM_CODE = 'bench-claim-code-1234';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** @param claim false for a server that was claimed by an earlier start
 * @returns the address, the process id, headers that sign requests in, and how to stop */
export async function startApp({ dataDir, databaseUrl, env = {}, claim = true }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...nodeArguments, entry], {
    env: {
      PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: String(port), MODULES: 'library', DATA_DIR: dataDir, DATABASE_URL: databaseUrl,
      CLAIM_CODE, LOG_LEVEL: 'error', LOG_FORMAT: 'json', ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const deadline = Date.now() + 60_000;
  while (!(await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('the app did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, port, pid: child.pid, headers: { Cookie: await signIn(url, claim) }, stop };
}

async function signIn(url, claim) {
  const json = { 'Content-Type': 'application/json' };
  if (claim) await claimServer(url, json);
  const login = await fetch(`${url}/api/login`, { method: 'POST', headers: { ...json, Authorization: `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}` }, body: '{}' });
  if (login.status !== 200) throw new Error(`login: ${login.status} ${await login.text()}`);
  return login.headers.getSetCookie().map((line) => line.split(';', 1)[0]).join('; ');
}

async function claimServer(url, json) {
  const claimed = await fetch(`${url}/api/users`, { method: 'POST', headers: json, body: JSON.stringify({ ...ADMIN, role: 'admin', claim_code: CLAIM_CODE }) });
  if (claimed.status !== 201) throw new Error(`claim: ${claimed.status} ${await claimed.text()}`);
}

/** Processor time a process has used so far in all its threads, ms: unlike the time on the clock it is the same on a busy machine. */
export async function cpuMs(pid) {
  const { readFile } = await import('node:fs/promises');
  const [, , , , , , , , , , , , , user, system] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ');
  return (Number(user) + Number(system)) * 10;
}

/** Resident memory of a process in MB. */
export async function residentMb(pid) {
  const { readFile } = await import('node:fs/promises');
  const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
  return Math.round((pages * 4096) / 1e6);
}
