import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { CONFIG, type Config } from '@rumpus/config';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';

import { SocketHub } from './socket-hub.js';

/** Where RomM's clients look for the main socket (library-api spec §20). Gateways of modules share it by this path. */
export const MAIN_SOCKET_PATH = '/ws/socket.io';

const MEGABYTE = 1_000_000;

/** Opens Socket.IO servers with our limits, sign-in and, when Redis is set, fan-out to the other instances. */
export class SocketAdapter extends IoAdapter {
  readonly #connections: Redis[] = [];
  readonly #app: INestApplicationContext;

  constructor(app: INestApplicationContext) {
    super(app);
    this.#app = app;
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const config = this.#app.get<Config>(CONFIG);
    const any = config.server.corsAllowedOrigins.includes('*');
    const limits = {
      pingInterval: 25_000,
      pingTimeout: 60_000,
      maxHttpBufferSize: MEGABYTE,
      serveClient: false,
      ...options,
      cors: any ? { origin: '*' } : { origin: [...config.server.corsAllowedOrigins], credentials: true },
    };
    const server = super.createIOServer(port, limits as ServerOptions);
    if (config.redis.url !== undefined) server.adapter(this.#fanOut(config.redis.url, `${config.redis.prefix}:sockets:${options?.path ?? ''}`));
    this.#app.get(SocketHub).attach(server, options?.path === MAIN_SOCKET_PATH);
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    for (const connection of this.#connections) connection.disconnect();
  }

  #fanOut(url: string, key: string): ReturnType<typeof createAdapter> {
    const publisher = new Redis(url, { connectionName: 'rumpus-sockets', maxRetriesPerRequest: null });
    const subscriber = publisher.duplicate();
    this.#connections.push(publisher, subscriber);
    return createAdapter(publisher, subscriber, { key });
  }
}
