/** Hashes the file named on the command line three times, in the worker that the server uses, and prints the best rate in MB/s. */
import { WorkerPool } from '../../../libs/storage/dist/index.js';

const [path] = process.argv.slice(2);
const pool = new WorkerPool({ script: new URL('../../../libs/storage/dist/hashing/hash-worker.js', import.meta.url), size: 1 });
const rates = [];
for (let i = 0; i < 3; i++) {
  const started = performance.now();
  const { size } = await pool.run('hash-file', { path });
  rates.push(size / 1e6 / ((performance.now() - started) / 1000));
}
await pool.close();
console.log(Math.max(...rates));
