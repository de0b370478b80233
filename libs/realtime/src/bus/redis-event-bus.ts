import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';

import type { DomainEventName, DomainEvents } from './event-bus.js';
import { LocalEventBus } from './local-event-bus.js';

interface Envelope {
  from: string;
  name: DomainEventName;
  payload: unknown;
}

/** {@link EventBus} over all instances on one Redis: own handlers at once, those of others through a channel. */
@Injectable()
export class RedisEventBus extends LocalEventBus implements OnApplicationShutdown {
  readonly #instance = randomUUID();
  readonly #redisLogger = new Logger('events');
  readonly #subscriber: Redis;

  /**
   * @param publisher connection for sending; a second one is opened for listening
   * @param channel the same on all instances
   */
  constructor(
    private readonly publisher: Redis,
    private readonly channel: string,
  ) {
    super();
    this.#subscriber = publisher.duplicate();
    for (const connection of [publisher, this.#subscriber]) connection.on('error', (error: Error) => this.#redisLogger.warn({ err: error.message }, 'Redis is not reachable'));
    this.#subscriber.on('message', (_channel, text) => this.#receive(text));
    this.#subscriber.subscribe(channel).catch((error: unknown) => this.#redisLogger.error({ err: error }, 'cannot listen to the other instances'));
  }

  override emit<N extends DomainEventName>(name: N, payload: DomainEvents[N]): void {
    this.deliver(name, payload);
    const envelope: Envelope = { from: this.#instance, name, payload };
    this.publisher.publish(this.channel, JSON.stringify(envelope)).catch((error: unknown) => this.#redisLogger.warn({ err: error, event: name }, 'the other instances were not told'));
  }

  onApplicationShutdown(): void {
    this.#subscriber.disconnect();
    this.publisher.disconnect();
  }

  #receive(text: string): void {
    const { from, name, payload } = JSON.parse(text) as Envelope;
    if (from !== this.#instance) this.deliver(name, payload);
  }
}
