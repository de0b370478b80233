import { serveTasks } from '../workers/serve-tasks.js';
import { hashFileSync } from './hash-file.js';

serveTasks({
  'hash-file': ({ path }: { path: string }, context) =>
    hashFileSync(path, {
      twoLanes: true,
      onChunk: (bytes) => {
        context.progress(bytes);
        context.throwIfAborted();
      },
    }),
});
