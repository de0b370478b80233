import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { heldUdpPorts, portsIn } from './udp-ports.js';

it('reads the local ports out of the table of the kernel', () => {
  const table = [
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
    '  338: 0100007F:08FE 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0000000000000000 0',
    '  339: 00000000000000000000000000000000:1A0A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 1 2 0 0',
    '',
  ].join('\n');
  expect(portsIn(table)).toEqual([2302, 6666]);
});

it.runIf(process.platform === 'linux')('knows a port while a program holds it', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  expect((await heldUdpPorts())?.has(port)).toBe(true);
  socket.close();
  await once(socket, 'close');
  expect((await heldUdpPorts())?.has(port)).toBe(false);
});
