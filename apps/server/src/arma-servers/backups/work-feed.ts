import { Injectable } from '@nestjs/common';
import { ServerFeed } from '../realtime/server-feed.js';

/** Tells those who watch a server how far a backup or restore is. */
@Injectable()
export class WorkFeed {
  private readonly last = new Map<string, number>();

  constructor(private readonly feed: ServerFeed) {}

  /** @param progress 0 to 1; told once for each percent */
  step(serverId: number, kind: 'backup' | 'restore', id: number, progress: number | null, line: string): void {
    const job = `${kind}-${String(id)}`;
    const percent = Math.floor((progress ?? -1) * 100);
    if (progress !== null && this.last.get(job) === percent) return;
    this.last.set(job, percent);
    this.feed.tell(serverId, 'job', { job_id: job, kind, state: 'active', progress, line });
  }

  end(serverId: number, kind: 'backup' | 'restore', id: number, state: 'completed' | 'failed', line: string | null = null): void {
    const job = `${kind}-${String(id)}`;
    this.last.delete(job);
    this.feed.tell(serverId, 'job', { job_id: job, kind, state, progress: state === 'completed' ? 1 : null, line });
  }
}
