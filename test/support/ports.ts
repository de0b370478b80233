import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections, so that none of those gets in between. */
const FIRST = 10_000;
const COUNT = 10_000;

const isFree = (port: number): Promise<boolean> => {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
};

/** A TCP port on loopback that was free a moment ago, and that hardly anybody else will take before it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}
