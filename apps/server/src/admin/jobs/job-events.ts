import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type JobChange, JobQueue } from '@rumpus/queue';
import { SocketServer } from '@rumpus/realtime';

/** Tells the dashboards of those who may run tasks what happens to jobs: `jobs:changed {id, name, state, progress}`. */
@Injectable()
export class JobEvents implements OnModuleInit, OnModuleDestroy {
  #end: (() => void) | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly sockets: SocketServer,
  ) {}

  onModuleInit(): void {
    this.#end = this.queue.onChange((change) => this.#tell(change));
  }

  onModuleDestroy(): void {
    this.#end?.();
  }

  #tell({ id, name, state, progress }: JobChange): void {
    const room = this.sockets.toScope('tasks.run');
    if (state === 'active' && progress !== null) room.progress('jobs:changed', { id, name, state, progress }, id);
    else {
      room.settle('jobs:changed', id);
      room.emit('jobs:changed', { id, name, state, progress });
    }
  }
}
