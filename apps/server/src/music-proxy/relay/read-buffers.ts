import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { MessageChannel } from 'node:worker_threads';

const large = Buffer.allocUnsafeSlow(64 * 1024);
const small = Buffer.allocUnsafeSlow(16 * 1024);

/**
 * Connects so that all sockets read into the same memory: the HTTP parser copies what it passes on, before the next read. Otherwise each
 * read makes a buffer of 64 KiB, and each paused connection holds one.
 * @param many whether memory counts more than speed right now: then reads, and so the copies, are small
 */
export function connectFrugally(options: TcpNetConnectOpts, many: () => boolean): Socket {
  const socket = connect({
    ...options,
    onread: {
      buffer: () => (many() ? small : large),
      callback: (bytes, buffer) => {
        socket.emit('data', Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        return true;
      },
    },
  });
  return socket;
}

/** Node 22 and later. */
type Transferable = ArrayBuffer & { transfer?: (length: number) => ArrayBuffer };

/** Nobody listens at the other end: what is sent there is gone. */
const nowhere = ((): MessageChannel['port1'] => {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.unref();
  return port1;
})();

/**
 * Gives the memory of a chunk back at once. V8 sees only a small object in each and would let tens of megabytes of dead ones lie about.
 * Only for a chunk nobody will look at again.
 */
export function release(chunk: Buffer): void {
  const memory = chunk.buffer as Transferable;
  // A part of a shared pool is not ours to give back.
  if (chunk.byteLength === 0 || memory.byteLength !== chunk.byteLength) return;
  if (memory.transfer) memory.transfer(0);
  else nowhere.postMessage(undefined, [memory]);
}
