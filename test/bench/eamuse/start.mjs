/** The real server as a child process on SQLite, with the songs of the recorded corpus and, if asked, a game library to scan. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { smallGames } from '../scan/libraries.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CLAIM = 'bench-claim-code-1234';
const AUTH = `Basic ${Buffer.from('bench:bench password 1').toString('base64')}`;
/** What Node gets besides the app, e.g. `BENCH_ARGS=--cpu-prof` to see where the time goes. */
const NODE_ARGS = (process.env.BENCH_ARGS ?? '').split(' ').filter(Boolean);
const JSON_TYPE = { 'content-type': 'application/json' };

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param games how many games the library has; 0 starts the arcade alone */
export async function startServer(games = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-bench-'));
  const library = join(folder, 'library');
  if (games > 0) smallGames(library, games);
  const [main, port] = [await freePort(), await freePort()];
  const env = {
    PATH: process.env.PATH, HOME: folder, DATA_DIR: join(folder, 'data'), LIBRARY_PATH: library, HOST: '127.0.0.1', PORT: String(main), ARCADE_PORT: String(port), MUSIC_PORT: '0', MUSIC_ADMIN_PORT: '0',
    MODULES: games > 0 ? 'library,arcade' : 'arcade', CLAIM_CODE: CLAIM, LOG_LEVEL: 'error',
  };
  const options = { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] };
  const importing = spawn(process.execPath, ['apps/server/dist/cli.js', 'arcade', 'import', 'test/fixtures/eamuse/captures/seed.json.gz'], options);
  if ((await once(importing, 'exit'))[0] !== 0) throw new Error('the songs could not be imported; is the server built?');
  const child = spawn(process.execPath, [...NODE_ARGS, 'apps/server/dist/main.js'], options);
  const url = `http://127.0.0.1:${main}`;
  for (let i = 0; i < 600 && child.exitCode === null; i++) {
    if (await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false)) break;
    await sleep(50);
  }
  if (child.exitCode !== null) throw new Error('the server ended at once');
  await fetch(`${url}/api/users`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ username: 'bench', password: 'bench password 1', email: 'bench@example.org', role: 'admin', claim_code: CLAIM }) });
  const call = async (method, path, body) => (await fetch(url + path, { method, headers: { authorization: AUTH, ...JSON_TYPE }, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
  return {
    port, pid: child.pid,
    /** Starts a scan. @returns a function that says whether it has ended, and after how many seconds */
    async scan() {
      const { id } = await call('POST', '/api/scans', {});
      return async () => {
        const scan = await call('GET', `/api/scans/${id}`);
        if (!scan.ended_at) return undefined;
        if (scan.status !== 'completed') throw new Error(`the scan ${scan.status}: ${scan.message}`);
        return (Date.parse(scan.ended_at) - Date.parse(scan.started_at)) / 1000;
      };
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
