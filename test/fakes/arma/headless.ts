import { createSocket } from 'node:dgram';
import type { CommandLine } from './command-line.js';

/** `-client -connect=…`: a headless client, which joins as a player and stays. */
export function runHeadless(line: CommandLine): void {
  const socket = createSocket('udp4');
  const name = line.get('name') ?? 'headlessclient';
  socket.send(`FAKE-JOIN ${name}\n${line.get('password') ?? ''}`, Number(line.get('port') ?? 2302), line.get('connect') ?? '127.0.0.1');
  process.stdout.write(`${name} connecting to ${line.get('connect') ?? ''}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
}
