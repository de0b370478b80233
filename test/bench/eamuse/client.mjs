/** A cabinet that asks as fast as it can, or at a pace. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

import { decodePacket, element, encodePacket } from '@rumpus/eamuse-protocol';

/** At full load. */
const CONNECTIONS = 32;
/** At a pace a cabinet never waits for another's connection. */
const MOST_CONNECTIONS = 256;
const MODEL = 'M39:J:B:A:2018101500';
const PCBID = '01201000000000BE7C11';
const FRAMING = { info: '1-5cfb8b00-a8b3', compressed: true, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

export class Client {
  constructor(port) {
    this.port = port;
    this.agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
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
export async function flood(client, next, pid, seconds) {
  const end = performance.now() + seconds * 1000;
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

const percentile = (sorted, share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;

/** At a fixed pace, whatever the answers take, until `isOver` (asked each 100 ms) says so. Milliseconds. */
export async function paced(client, next, perSecond, isOver) {
  const times = [];
  const running = [];
  const start = performance.now();
  let asked = start;
  let over = false;
  for (let i = 0; !over; ) {
    const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
    for (; i < due; i++) {
      const sent = performance.now();
      running.push(client.send(next(i)).then(() => times.push(performance.now() - sent)));
    }
    if (performance.now() - asked > 100) {
      asked = performance.now();
      over = await isOver((asked - start) / 1000);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  times.sort((a, b) => a - b);
  return { pace: perSecond, calls: times.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99), slowest: percentile(times, 1) };
}
