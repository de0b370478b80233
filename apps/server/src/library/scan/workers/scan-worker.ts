import { serveTasks, type TaskContext } from '@rumpus/storage';
import { hashContent, hashJoined } from '../hashing/hash-content.js';
import { readTrackCover, readTrackTags } from '../soundtracks/track-tags.js';
import { packListing } from '../walk/listing.js';
import { countEntries, describeEntries, listEntries, reason } from '../walk/walker.js';
import type { HashOutcome, ScanTasks } from './tasks.js';

/** The thread that touches the library: walking and hashing never run on the main one. */
serveTasks({
  // Told to move with everything it sees, so that a folder of a million files on a slow disk is seen to get on.
  list: ({ context, gamesPath }: ScanTasks['list']['in'], task: TaskContext): ScanTasks['list']['out'] => {
    const { entries, problems } = listEntries(context, gamesPath, () => stoppable(task)(0));
    return packListing(entries, problems);
  },
  count: ({ context, gamesPath }: ScanTasks['count']['in'], task: TaskContext): ScanTasks['count']['out'] => countEntries(context, gamesPath, () => stoppable(task)(0)),
  describe: ({ context, gamesPath, entries, maxFiles }: ScanTasks['describe']['in'], task: TaskContext): ScanTasks['describe']['out'] =>
    describeEntries(context, gamesPath, entries, { maxFiles, moved: () => stoppable(task)(0) }),
  hash: ({ path, mode, limits }: ScanTasks['hash']['in'], task: TaskContext): ScanTasks['hash']['out'] => hashContent(path, mode, { limits, progress: stoppable(task) }),
  'hash-many': ({ paths, mode, limits }: ScanTasks['hash-many']['in'], task: TaskContext): ScanTasks['hash-many']['out'] =>
    paths.map((path): HashOutcome => {
      try {
        return { hashes: hashContent(path, mode, { limits, progress: stoppable(task) }) };
      } catch (error) {
        task.throwIfAborted();
        return { unreadable: reason(error) };
      }
    }),
  join: ({ parts, limits }: ScanTasks['join']['in'], task: TaskContext): ScanTasks['join']['out'] => hashJoined(parts, { limits, progress: stoppable(task) }),
  'track-tags': ({ path }: ScanTasks['track-tags']['in']): Promise<ScanTasks['track-tags']['out']> => readTrackTags(path),
  'track-cover': ({ path }: ScanTasks['track-cover']['in']): Promise<ScanTasks['track-cover']['out']> => readTrackCover(path),
});

const stoppable =
  (task: TaskContext) =>
  (bytes: number): void => {
    task.progress(bytes);
    task.throwIfAborted();
  };
