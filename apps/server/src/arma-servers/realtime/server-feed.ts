import { Injectable } from '@nestjs/common';
import { EventBus } from '@rumpus/realtime';
import type { FeedChannel, FeedFrames, FeedMessage } from './feed.js';

/** Tells everybody who watches what goes on with a server. */
@Injectable()
export class ServerFeed {
  constructor(private readonly bus: EventBus) {}

  /** @param serverId null for what concerns the whole house */
  tell<C extends FeedChannel>(serverId: number | null, type: C, data: FeedFrames[C]): void {
    this.bus.emit('servers.feed', { server_id: serverId, ts: new Date().toISOString(), type, data } as FeedMessage);
  }
}
