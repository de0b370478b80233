import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { FollowedLine } from '@rumpus/process-supervisor';

/** What the parts of this module tell each other, on this instance. */
export interface ServerSignalMap {
  /** A process was spawned or adopted; RCon may be tried. */
  up: [serverId: number, adopted: boolean];
  /** It works. */
  ready: [serverId: number];
  /** It has crashed, and is started again in a while. */
  restarting: [serverId: number];
  /** It has ended, or is about to be stopped for good. */
  down: [serverId: number, why: 'stopped' | 'crashed'];
  /** The server was deleted. */
  gone: [serverId: number];
}

/** Takes the output of a server; the next lines come when the promise is done. */
export type LineSink = (serverId: number, sessionId: string, lines: FollowedLine[]) => Promise<void>;

/** The in-process bus of this module. */
@Injectable()
export class ServerSignals extends EventEmitter<ServerSignalMap> {
  constructor() {
    super();
    // As many as there are parts; none of them comes and goes.
    this.setMaxListeners(0);
  }

  /** Where the output of servers goes; set by the log pipeline. */
  lineSink: LineSink = () => Promise.resolve();
}
