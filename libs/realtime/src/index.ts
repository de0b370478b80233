export * from './bus/event-bus.js';
export * from './sockets/socket-server.js';
