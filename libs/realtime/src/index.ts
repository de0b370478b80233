export * from './bus/event-bus.js';
export { ownOrigin } from './sockets/origin.js';
export { LocalEventBus } from './bus/local-event-bus.js';
export { RedisEventBus } from './bus/redis-event-bus.js';
export { RealtimeModule } from './realtime.module.js';
export { MAIN_SOCKET_PATH, SocketAdapter } from './sockets/socket-adapter.js';
export * from './sockets/socket-server.js';
