import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { Redis } from 'ioredis';

import { EventBus } from './bus/event-bus.js';
import { LocalEventBus } from './bus/local-event-bus.js';
import { RedisEventBus } from './bus/redis-event-bus.js';
import { IdentityBridge } from './identity-bridge.js';
import { ResumeGateway } from './sockets/resume.gateway.js';
import { MemoryRoomLog, RedisRoomLog, ROOM_LOG, type RoomLog } from './sockets/room-log.js';
import { SocketHub } from './sockets/socket-hub.js';
import { SocketServer } from './sockets/socket-server.js';

/** The connection that the bus and the room log share; null without Redis. */
const REALTIME_REDIS = Symbol('rumpus:realtime-redis');

/** Domain events between modules and instances, and Socket.IO. */
@Module({})
export class RealtimeModule {
  static forRoot(): DynamicModule {
    return {
      module: RealtimeModule,
      global: true,
      providers: [
        {
          provide: REALTIME_REDIS,
          inject: [CONFIG],
          useFactory: ({ redis }: Config) => (redis.url === undefined ? null : new Redis(redis.url, { connectionName: 'rumpus-events', maxRetriesPerRequest: null })),
        },
        {
          provide: EventBus,
          inject: [CONFIG, REALTIME_REDIS],
          useFactory: ({ redis: { prefix } }: Config, redis: Redis | null): EventBus => (redis === null ? new LocalEventBus() : new RedisEventBus(redis, `${prefix}:events`)),
        },
        {
          provide: ROOM_LOG,
          inject: [CONFIG, REALTIME_REDIS],
          useFactory: ({ redis: { prefix } }: Config, redis: Redis | null): RoomLog => (redis === null ? new MemoryRoomLog() : new RedisRoomLog(redis, `${prefix}:rooms`)),
        },
        SocketHub,
        { provide: SocketServer, useExisting: SocketHub },
        ResumeGateway,
        IdentityBridge,
      ],
      exports: [EventBus, SocketServer],
    };
  }
}
