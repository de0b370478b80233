import type { Scope } from '@rumpus/auth';

/** The game or platform that an event tells of: whoever has it hidden from him doesn't hear it (library-api spec §6). */
export interface Subject {
  readonly platform: number;
  readonly rom?: number;
}

/** The sockets of one room. Event names and payloads are those of the wire (library-api spec §20.2). */
export interface RoomEmitter {
  /** Sends at once, in order. */
  emit(event: string, payload: unknown, about?: Subject): void;
  /**
   * Sends at most four times a second per event and `key` (say, a job id); the newest payload wins and the last one always
   * goes out. For counters and percentages, never for facts.
   */
  progress(event: string, payload: unknown, key?: string): void;
  /** Sends progress that still waits, so that the fact that follows (say, that the job is done) is heard last. */
  settle(event: string, key?: string): void;
  /**
   * Whether anybody may hear it, now or when he comes back. False spares whoever has something costly to say the work; it is only said
   * when there has surely been nobody for a while, and never when there are other instances.
   */
  heard(): boolean;
}

/** What services say to connected browsers and apps, on this instance and all others. */
export abstract class SocketServer {
  /** All sockets of one user. */
  abstract toUser(userId: number): RoomEmitter;
  /** All sockets whose user holds the scope. */
  abstract toScope(scope: Scope): RoomEmitter;
  /** All sockets of administrators. */
  abstract toAdmins(): RoomEmitter;
  /** Every socket, strangers included: say nothing private. */
  abstract broadcast(event: string, payload: unknown): void;
}
