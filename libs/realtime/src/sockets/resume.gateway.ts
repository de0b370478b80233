import { Inject } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Public } from '@rumpus/auth';
import type { Socket } from 'socket.io';
import { z } from 'zod';

import { type Resumption, ROOM_LOG, type RoomLog } from './room-log.js';
import { MAIN_SOCKET_PATH } from './socket-adapter.js';
import { SocketHub } from './socket-hub.js';

const request = z.object({ rooms: z.record(z.string().max(200), z.int().min(0)).default({}) }).catch({ rooms: {} });

/**
 * `realtime:resume` `{ rooms: { <room>: <last number seen> } }` is acknowledged with, for each room of the socket, where it stands
 * and what was missed, or `refetch: true` when that is too much. Open to all: it tells a socket only what its rooms were told.
 */
@WebSocketGateway({ path: MAIN_SOCKET_PATH })
export class ResumeGateway {
  constructor(
    private readonly hub: SocketHub,
    @Inject(ROOM_LOG) private readonly log: RoomLog,
  ) {}

  @SubscribeMessage('realtime:resume')
  @Public()
  async resume(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<Record<string, Resumption>> {
    const { rooms } = request.parse(body);
    const answers = await Promise.all(this.hub.roomsOf(socket).map(async (room) => [room, this.#heard(socket, await this.log.since(room, rooms[room]))] as const));
    return Object.fromEntries(answers);
  }

  /** Without what the socket would not have heard. */
  #heard(socket: Socket, missed: Resumption): Resumption {
    if (!('events' in missed)) return missed;
    const heard = missed.events.filter(({ about }) => about === undefined || this.hub.mayHear(socket, about));
    return { seq: missed.seq, events: heard.map(({ seq, event, payload }) => ({ seq, event, payload })) };
  }
}
