import { createHash } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import { ChunkRing } from './ring.js';

const ring = new ChunkRing((workerData as { memory: SharedArrayBuffer }).memory);
ring.announce();
ring.serve(() => createHash('md5'));
