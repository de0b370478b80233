import { Logger } from '@nestjs/common';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

const STATUSES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const logger = new Logger('http');

/** Answers what never became a request (headers without measure, no HTTP at all) as Node itself does, and leaves a line in the log. */
export function refuseBroken(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { remoteAddress?: string }) => {
    const code = error.code ?? error.name;
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = STATUSES[code] ?? '400 Bad Request';
    logger.warn({ code, ip: socket.remoteAddress, status: Number(status.slice(0, 3)) }, 'a broken request was refused');
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
}
