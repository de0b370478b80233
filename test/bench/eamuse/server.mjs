/**
 * Part two of `npm run bench:eamuse`: the real server as a child process on SQLite, asked by one client over keep-alive connections.
 * Full load gives requests per second, a fixed pace of half of that the latency.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { decodePacket, element, encodePacket, s16, s32, str, u8 } from '@rumpus/eamuse-protocol';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CONNECTIONS = 32;
const SECONDS = 5;
const MODEL = 'M39:J:B:A:2018101500';
const PCBID = '01201000000000BE7C11';
const PLAYERS = 64;
/** Further arguments of the server's Node, such as `--cpu-prof --cpu-prof-dir=/tmp/profiles`. */
const NODE_ARGS = (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter((arg) => arg !== '');
const FRAMING = { info: '1-5cfb8b00-a8b3', compressed: true, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function startServer(folder) {
  const [main, arcade] = [await freePort(), await freePort()];
  const env = { PATH: process.env.PATH, HOME: folder, DATA_DIR: folder, HOST: '127.0.0.1', PORT: String(main), ARCADE_PORT: String(arcade), MUSIC_PORT: '0', MUSIC_ADMIN_PORT: '0', MODULES: 'arcade', LOG_LEVEL: 'error' };
  const run = async (...args) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  };
  await run('apps/server/dist/cli.js', 'arcade', 'import', 'test/fixtures/eamuse/captures/seed.json.gz');
  const child = spawn(process.execPath, [...NODE_ARGS, 'apps/server/dist/main.js'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; i < 200; i++) {
    if (await fetch(`http://127.0.0.1:${main}/readyz`).then(({ ok }) => ok, () => false)) return { child, port: arcade };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error('the server did not get ready');
}

class Client {
  constructor(port) {
    this.port = port;
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  }

  /** A call that is ready to be sent many times. */
  packet(module, method, attributes, ...children) {
    const call = element('call', element(module, ...children).attributes({ method, ...attributes })).attributes({ model: MODEL, srcid: PCBID, tag: '1' });
    return encodePacket(call, FRAMING);
  }

  send({ body, headers }) {
    return new Promise((resolve, reject) => {
      const sent = request({ port: this.port, host: '127.0.0.1', method: 'POST', path: '/', agent: this.agent, headers: { ...headers, 'Content-Length': body.length } }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => (answer.statusCode === 200 ? resolve({ body: Buffer.concat(chunks), headers: answer.headers }) : reject(new Error(`status ${answer.statusCode}`))));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async ask(...call) {
    const { body, headers } = await this.send(this.packet(...call));
    return decodePacket(body, { info: headers['x-eamuse-info'], compress: headers['x-compress'] }).root.children[0];
  }
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const round = (value) => Math.round(value * 10) / 10;

/** CPU seconds the server has used, or undefined where the system does not say. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/**
 * As fast as the connections allow. `perCpuSecond` is what one core of our own would do: on a machine that is busy with other things the
 * plain rate says more about those.
 */
async function flood(client, next, pid) {
  const end = performance.now() + SECONDS * 1000;
  let count = 0;
  const worker = async () => {
    while (performance.now() < end) {
      await client.send(next(count));
      count++;
    }
  };
  const cpu = cpuSeconds(pid);
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const perSecond = Math.round(count / ((performance.now() - start) / 1000));
  return cpu === undefined ? { perSecond } : { perSecond, perCpuSecond: Math.round(count / (cpuSeconds(pid) - cpu)) };
}

/** At a fixed pace, whatever the answers take. */
async function paced(client, next, perSecond) {
  const times = [];
  const running = [];
  const start = performance.now();
  const total = Math.floor(perSecond * SECONDS);
  for (let i = 0; i < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; i < due; i++) {
      const sent = performance.now();
      running.push(client.send(next(i)).then(() => times.push(performance.now() - sent)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  times.sort((a, b) => a - b);
  return { p50: round(percentile(times, 0.5)), p99: round(percentile(times, 0.99)) };
}

async function players(client) {
  const refids = [];
  for (let i = 0; i < PLAYERS; i++) {
    const refid = (await client.ask('cardmng', 'getrefid', { cardid: `E0040100${i.toString(16).padStart(8, '0')}`, passwd: '1234' })).attribute('refid');
    await client.ask('player24', 'new', {}, str('ref_id', refid), str('name', 'ＴＥＳＴ'));
    refids.push(refid);
  }
  return refids;
}

/** Requests per second and latency of the three hot paths. */
export async function benchServer(only = []) {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-bench-'));
  const { child, port } = await startServer(folder);
  try {
    const client = new Client(port);
    const refids = await players(client);
    const services = client.packet('services', 'get', {});
    const loads = refids.map((refid) => client.packet('player24', 'read', {}, str('ref_id', refid)));
    const save = (i) => client.packet('player24', 'write_music', {}, str('ref_id', refids[i % PLAYERS]), s16('music_num', 900 + (i % 60)), u8('sheet_num', i % 4), u8('clear_type', 5), s32('score', 50_000 + (i % 50_000)), s16('combo', 100));
    const paths = { 'services.get': () => services, 'profile load (player24.read)': (i) => loads[i % PLAYERS], 'score save (player24.write_music)': save };
    const results = [];
    for (const [path, next] of Object.entries(paths)) {
      if (only.length > 0 && !only.some((word) => path.includes(word))) continue;
      await paced(client, next, 200);
      const rates = await flood(client, next, child.pid);
      results.push({ path, ...rates, ...(await paced(client, next, rates.perSecond / 2)) });
    }
    return results;
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}
