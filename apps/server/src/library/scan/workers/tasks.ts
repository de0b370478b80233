import type { ArchiveLimits } from '../archives/limits.js';
import type { ContentHashes, HashMode, JoinedPart } from '../hashing/hash-content.js';
import type { TrackCover, TrackTags } from '../soundtracks/track-tags.js';
import type { PackedListing } from '../walk/listing.js';
import type { DescribedEntries, ListedEntry, WalkContext } from '../walk/walker.js';

/** What became of one file of several. */
export type HashOutcome = { hashes: ContentHashes } | { unreadable: string };

/** What the scan asks its worker threads to do, by name: what goes in and what comes out. */
export interface ScanTasks {
  list: { in: { context: WalkContext; gamesPath: string }; out: PackedListing };
  count: { in: { context: WalkContext; gamesPath: string }; out: number };
  describe: { in: { context: WalkContext; gamesPath: string; entries: ListedEntry[]; maxFiles: number }; out: DescribedEntries };
  hash: { in: { path: string; mode: HashMode; limits: ArchiveLimits }; out: ContentHashes };
  /** Small files, many in one go: sending each by itself takes longer than reading it. */
  'hash-many': { in: { paths: string[]; mode: HashMode; limits: ArchiveLimits }; out: HashOutcome[] };
  join: { in: { parts: JoinedPart[]; limits: ArchiveLimits }; out: Pick<ContentHashes, 'crc' | 'md5' | 'sha1'> };
  'track-tags': { in: { path: string }; out: TrackTags };
  'track-cover': { in: { path: string }; out: TrackCover | undefined };
}
