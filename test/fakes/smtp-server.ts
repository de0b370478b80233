import { createServer, type AddressInfo } from 'node:net';

export interface SmtpServer {
  url: string;
  /** Letters as received, headers and body, decoded from quoted-printable. */
  letters: string[];
  stop(): Promise<void>;
}

const decode = (text: string): string => text.replaceAll(/=\r?\n/gu, '').replaceAll(/=([0-9A-F]{2})/gu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A mail server that takes letters for everybody but `nobody@…` (RFC 5321, as much of it as a client needs). */
export async function startSmtpServer(): Promise<SmtpServer> {
  const letters: string[] = [];
  const server = createServer((socket) => {
    let buffer = '';
    let body: string[] | undefined;
    const line = (text: string): void => {
      if (body !== undefined) {
        // A dot at the start of a line comes doubled.
        if (text !== '.') return void body.push(text.startsWith('.') ? text.slice(1) : text);
        letters.push(decode(body.join('\n')));
        body = undefined;
        return void socket.write('250 taken\r\n');
      }
      const verb = text.slice(0, 4).toUpperCase();
      if (verb === 'DATA') {
        body = [];
        socket.write('354 go on\r\n');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else if (verb === 'RCPT' && text.includes('<nobody@')) socket.write('550 no such mailbox\r\n');
      else socket.write('250 ok\r\n');
    };
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      buffer += chunk.toString();
      const lines = buffer.split('\r\n');
      buffer = lines.pop() ?? '';
      lines.forEach(line);
    });
    socket.write('220 ready\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`, letters, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
