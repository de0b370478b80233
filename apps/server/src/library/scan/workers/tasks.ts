import type { ArchiveLimits } from '../archives/limits.js';
import type { ContentHashes, HashMode, JoinedPart } from '../hashing/hash-content.js';
import type { FoundEntry, ListedEntry, Listing, WalkContext, WalkProblem } from '../walk/walker.js';

/** What the scan asks its worker threads to do, by name: what goes in and what comes out. */
export interface ScanTasks {
  list: { in: { context: WalkContext; gamesPath: string }; out: Listing };
  describe: { in: { context: WalkContext; gamesPath: string; entries: ListedEntry[] }; out: { entries: FoundEntry[]; problems: WalkProblem[] } };
  hash: { in: { path: string; mode: HashMode; limits: ArchiveLimits }; out: ContentHashes };
  join: { in: { parts: JoinedPart[]; limits: ArchiveLimits }; out: Pick<ContentHashes, 'crc' | 'md5' | 'sha1'> };
}
