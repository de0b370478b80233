import { Injectable } from '@nestjs/common';
import { SocketServer } from '@rumpus/realtime';
import type { JobView } from '../downloads/job.js';
import type { MusicFeed } from '../music-proxy.js';

/**
 * What the dashboard hears live, if it may see music: `music:download` with the download as the queue lists it, and `music:playing` when
 * the list of what is played is worth fetching again.
 */
@Injectable()
export class SocketMusicFeed implements MusicFeed {
  constructor(private readonly sockets: SocketServer) {}

  download(view: JobView): void {
    const viewers = this.sockets.toScope('music.read');
    if (view.endedAt === undefined) return viewers.progress('music:download', view, view.key);
    // Progress that still waits would otherwise be heard after the end.
    viewers.settle('music:download', view.key);
    viewers.emit('music:download', view);
  }

  playing(): void {
    this.sockets.toScope('music.read').progress('music:playing', { at: new Date().toISOString() });
  }
}
