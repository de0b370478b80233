import { Injectable, Logger } from '@nestjs/common';

import { type DomainEventHandler, type DomainEventName, type DomainEvents, EventBus } from './event-bus.js';

/** {@link EventBus} within one process. */
@Injectable()
export class LocalEventBus extends EventBus {
  readonly #handlers = new Map<DomainEventName, Set<DomainEventHandler<DomainEventName>>>();
  readonly #logger = new Logger('events');

  emit<N extends DomainEventName>(name: N, payload: DomainEvents[N]): void {
    this.deliver(name, payload);
  }

  on<N extends DomainEventName>(name: N, handler: DomainEventHandler<N>): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    const entry = handler as DomainEventHandler<DomainEventName>;
    handlers.add(entry);
    return () => handlers.delete(entry);
  }

  /** Hands an event to this process's handlers, once the caller's step is over. */
  protected deliver(name: DomainEventName, payload: unknown): void {
    for (const handler of this.#handlers.get(name) ?? []) queueMicrotask(() => void this.#run(name, handler, payload));
  }

  async #run(name: DomainEventName, handler: DomainEventHandler<DomainEventName>, payload: unknown): Promise<void> {
    try {
      await handler(payload as DomainEvents[DomainEventName]);
    } catch (error) {
      this.#logger.error({ err: error, event: name }, 'an event handler failed');
    }
  }
}
