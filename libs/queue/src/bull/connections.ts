import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/** Connections for all queues together: one to command, one to listen, and for each queue one that waits for work. */
export class BullConnections {
  readonly #logger = new Logger('queue');
  readonly #made: Redis[] = [];
  #client: Redis | undefined;
  #subscriber: Redis | undefined;
  #away = false;

  constructor(private readonly url: string) {}

  /** What Bull calls when a queue wants a connection. */
  readonly createClient = (type: 'client' | 'subscriber' | 'bclient'): Redis => {
    switch (type) {
      case 'client':
        return (this.#client ??= this.#make());
      case 'subscriber':
        return (this.#subscriber ??= this.#make());
      case 'bclient':
        return this.#make();
    }
  };

  /** A further connection, for our own messages between instances. */
  make(): Redis {
    return this.#make();
  }

  /** Closes all of them. */
  close(): void {
    for (const connection of this.#made.splice(0)) connection.disconnect();
    this.#client = undefined;
    this.#subscriber = undefined;
  }

  #make(): Redis {
    // Without a limit of tries a command waits for Redis to come back; Bull demands this for connections that block.
    const connection = new Redis(this.url, { enableReadyCheck: false, maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 200, 3000) });
    connection.setMaxListeners(0);
    connection.on('error', (error: Error) => {
      if (!this.#away) this.#logger.warn(`Redis is away: ${error.message === '' ? String((error as NodeJS.ErrnoException).code) : error.message}`);
      this.#away = true;
    });
    connection.on('connect', () => {
      this.#away = false;
    });
    this.#made.push(connection);
    return connection;
  }
}
