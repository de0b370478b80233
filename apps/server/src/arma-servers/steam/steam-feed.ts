import { Injectable } from '@nestjs/common';
import { ServerFeed } from '../realtime/server-feed.js';
import type { SteamProgress, SteamWorkload } from './steam-job.js';

export type SteamState = 'waiting' | 'active' | 'waiting_for_guard' | 'waiting_for_confirmation' | 'completed' | 'failed' | 'cancelled';

/** The server a download is for; null when it is for the whole house. */
const serverOf = (work: SteamWorkload): number | null => (work.kind === 'mission' ? work.server_id : null);

/** Tells those who watch how far downloads by steamcmd are, and when a code is asked for (arma-servers spec §1.10). */
@Injectable()
export class SteamFeed {
  private readonly last = new Map<string, string>();

  constructor(private readonly feed: ServerFeed) {}

  /** Told once for each state, item and percent. */
  progress(jobId: string, work: SteamWorkload, { phase, percent, current }: SteamProgress): void {
    if (phase === 'done' || phase === 'failed') return;
    const state = phase === 'waiting_for_guard' || phase === 'waiting_for_confirmation' ? phase : 'active';
    const seen = [phase, percent, current].join('|');
    if (this.last.get(jobId) === seen) return;
    this.last.set(jobId, seen);
    this.send(jobId, work, state, percent === undefined ? null : percent / 100, current ?? phase);
  }

  /** A state that is not followed by progress. @param line what went wrong */
  tell(jobId: string, work: SteamWorkload, state: SteamState, line: string | null = null): void {
    this.last.delete(jobId);
    this.send(jobId, work, state, state === 'completed' ? 1 : null, line);
  }

  private send(jobId: string, work: SteamWorkload, state: SteamState, progress: number | null, line: string | null): void {
    this.feed.tell(serverOf(work), 'job', { job_id: jobId, kind: `steam-${work.kind}`, state, progress, line });
  }
}
