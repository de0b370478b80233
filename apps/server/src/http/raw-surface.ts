import { Injectable } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * A protocol that reads and writes HTTP by itself, past the framework: a byte-exact proxy, a cabinet's packets.
 * It is reached under `prefix` on the main port and, when `port` is not 0, at the root of a port of its own.
 * Either way `handle` sees the path without the prefix. It does its own authentication.
 */
export interface RawSurface {
  /** A short name for logs and metrics. */
  readonly name: string;
  /** Path prefix on the main port, e.g. `/eamuse`; no trailing slash. Null: not reachable on the main port. */
  readonly prefix: string | null;
  /** Own port, 0 for none. */
  readonly port: number;
  /** Address the own port listens on; the main listener's when absent. */
  readonly host?: string;
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Takes a WebSocket upgrade; the socket is closed for surfaces without it. */
  handleUpgrade?(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Modules put their raw surfaces here while they initialise; the boot opens them. */
@Injectable()
export class SurfaceRegistry {
  readonly #surfaces: RawSurface[] = [];

  register(surface: RawSurface): void {
    if (this.#surfaces.some((known) => known.name === surface.name || (known.prefix !== null && known.prefix === surface.prefix))) {
      throw new Error(`Two HTTP surfaces claim the name ${surface.name} or the prefix ${surface.prefix ?? '-'}`);
    }
    this.#surfaces.push(surface);
  }

  all(): readonly RawSurface[] {
    return this.#surfaces;
  }
}
