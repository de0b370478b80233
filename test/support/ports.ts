import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections, so that none of those gets in between. */
const FIRST = 10_000;
/** Ports for each worker of the test runner, so that two files at a time keep apart. */
const SLICE = 1000;
const SLICES = 10;

/** `fetch` refuses to talk to it, as browsers do (WHATWG "bad port"). */
const REFUSED = new Set([10_080]);

const begin = FIRST + (Number(process.env['VITEST_POOL_ID'] ?? '1') % SLICES) * SLICE;
// A random first one: another run of the tests may be going on.
let next = Math.floor(Math.random() * SLICE);

const isFree = (port: number): Promise<boolean> => {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
};

/** A TCP port on loopback that was free a moment ago; this process is given no port twice before it has had a thousand others. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = begin + next;
    next = (next + 1) % SLICE;
    if (!REFUSED.has(port) && (await isFree(port))) return port;
  }
}
