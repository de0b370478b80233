import { Socket as OtherSocket } from '@senfo/battleye';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeRconServer } from '../../../test/fakes/arma/rcon-server.js';
import { encodeAcknowledgement, encodeCommand, encodeLogin } from './frame.js';

/** An independent client from the registry, against the server our own client is tested with: both must be understood alike. */
describe('another implementation', () => {
  let server: FakeRconServer | undefined;
  afterEach(() => server?.close());

  it('logs in, gets an answer in parts and a message, and sends the bytes we send', async () => {
    server = new FakeRconServer({ password: 'changeme', chunk: 16, answer: (command) => `a rather long answer to ${command}` });
    const port = await server.listen();
    const socket = new OtherSocket();
    const sent: string[] = [];
    const messages: string[] = [];
    socket.on('sent', (_packet, datagram) => sent.push(datagram.toString('hex')));
    const connection = socket.connection({ name: 'test', ip: '127.0.0.1', port, password: 'changeme' }, { reconnect: false, keepAlive: false, timeout: false });
    connection.on('message', (message) => messages.push(message));
    connection.on('error', () => undefined);
    await new Promise<void>((resolve) => connection.on('connected', resolve));
    const { data } = await connection.command('players');
    expect(data).toBe('a rather long answer to players');
    await vi.waitFor(() => expect(messages[0]).toMatch(/^RCon admin #0 /));
    await vi.waitFor(() => expect(server?.acknowledgements).toBeGreaterThan(0));
    expect(sent).toContain(encodeLogin('changeme').toString('hex'));
    expect(sent).toContain(encodeAcknowledgement(0).toString('hex'));
    const command = sent.find((datagram) => datagram.includes(Buffer.from('players').toString('hex'))) ?? '';
    expect(command).toBe(encodeCommand(Number.parseInt(command.slice(16, 18), 16), 'players').toString('hex'));
    (socket as unknown as { socket: { close(): void } }).socket.close();
  });
});
