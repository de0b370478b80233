import { serveTasks, type TaskContext } from '@rumpus/storage';
import { hashContent, hashJoined } from '../hashing/hash-content.js';
import { describeEntries, listEntries } from '../walk/walker.js';
import type { ScanTasks } from './tasks.js';

/** The thread that touches the library: walking and hashing never run on the main one. */
serveTasks({
  list: ({ context, gamesPath }: ScanTasks['list']['in']): ScanTasks['list']['out'] => listEntries(context, gamesPath),
  describe: ({ context, gamesPath, entries }: ScanTasks['describe']['in'], task: TaskContext): ScanTasks['describe']['out'] => {
    const found: ScanTasks['describe']['out'] = { entries: [], problems: [] };
    // One entry after the other, so that a folder with a million files is seen to move.
    for (const entry of entries) {
      const { entries: described, problems } = describeEntries(context, gamesPath, [entry]);
      found.entries.push(...described);
      found.problems.push(...problems);
      task.progress(0);
      task.throwIfAborted();
    }
    return found;
  },
  hash: ({ path, mode, limits }: ScanTasks['hash']['in'], task: TaskContext): ScanTasks['hash']['out'] => hashContent(path, mode, { limits, progress: stoppable(task) }),
  join: ({ parts, limits }: ScanTasks['join']['in'], task: TaskContext): ScanTasks['join']['out'] => hashJoined(parts, { limits, progress: stoppable(task) }),
});

const stoppable =
  (task: TaskContext) =>
  (bytes: number): void => {
    task.progress(bytes);
    task.throwIfAborted();
  };
