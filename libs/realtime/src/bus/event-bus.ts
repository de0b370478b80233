/**
 * The facts modules tell each other. A module adds its own by augmentation, names first by module:
 *
 * ```ts
 * declare module '@rumpus/realtime' {
 *   interface DomainEvents { 'library.scan.progress': { done: number; total: number } }
 * }
 * ```
 *
 * Payloads cross process borders as JSON: plain data only (dates as ISO strings).
 */
export interface DomainEvents {
  /** The rights of a user changed. */
  'identity.permissions.changed': { userId: number };
  /** Sessions or tokens of a user ended; his sockets have to prove themselves again. */
  'identity.access.revoked': { userId: number };
}

export type DomainEventName = keyof DomainEvents;

/** Receives an event. A throw or rejection is logged and reaches neither the emitter nor other handlers. */
export type DomainEventHandler<N extends DomainEventName> = (payload: DomainEvents[N]) => void | Promise<void>;

/**
 * Typed domain events: in-process at once, and on every other instance when Redis is set. At most once, in order per
 * emitting instance, never stored: state that must not be lost belongs into the database or the queue.
 */
export abstract class EventBus {
  /** Tells everybody, this instance included. Never throws; handlers run after the caller's current step. */
  abstract emit<N extends DomainEventName>(name: N, payload: DomainEvents[N]): void;
  /** Listens until the returned function is called. */
  abstract on<N extends DomainEventName>(name: N, handler: DomainEventHandler<N>): () => void;
}
