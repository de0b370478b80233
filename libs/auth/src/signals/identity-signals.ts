import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter } from 'node:events';

/** What identity tells the rest of this process. The realtime lib carries it on to sockets and other instances. */
export interface IdentitySignalMap {
  /** Rights of a user changed. */
  'rights-changed': { userId: number };
  /** Sessions or tokens of a user ended. */
  'access-revoked': { userId: number };
}

/** In-process signals of identity. Listeners must not throw; one that does is logged. */
@Injectable()
export class IdentitySignals {
  readonly #emitter = new EventEmitter();
  readonly #logger = new Logger('identity');

  emit<N extends keyof IdentitySignalMap>(name: N, payload: IdentitySignalMap[N]): void {
    this.#emitter.emit(name, payload);
  }

  /** Listens until the returned function is called. */
  on<N extends keyof IdentitySignalMap>(name: N, listener: (payload: IdentitySignalMap[N]) => void): () => void {
    const guarded = (payload: IdentitySignalMap[N]): void => {
      try {
        listener(payload);
      } catch (error) {
        this.#logger.error({ err: error, signal: name });
      }
    };
    this.#emitter.on(name, guarded);
    return () => this.#emitter.off(name, guarded);
  }
}
