import { ArchiveError, ContentDigests, type Digests } from '@rumpus/storage';
import { isExcludedMember } from '../exclusions/exclusions.js';
import { byCodePoint } from '../names/file-names.js';
import { ArchiveBudget, type ArchiveLimits } from './limits.js';
import type { MemberSource, SourceMember } from './member-source.js';

/** Digests of one member, by its full path in the archive. */
export interface MemberDigests extends Digests {
  path: string;
}

/** Digests of an archive's content (library-scan spec §7.3). */
export interface ArchiveDigests {
  /** Of all members joined, in the order of `members`. */
  composite: Digests;
  /** In code-point order of their paths. */
  members: MemberDigests[];
}

/** Content kept in memory so that an archive whose order differs need not be unpacked again. */
const HELD_BYTES = 32 * 1024 * 1024;

interface Seen extends MemberDigests {
  /** Which of the eligible members it was, in the archive's own order. */
  index: number;
  content: Buffer[] | undefined;
}

/**
 * Hashes every eligible member and all of them joined in path order. One pass when the archive is in that order already or
 * small; otherwise as many more as its order makes necessary.
 * @returns undefined when nothing in it is eligible.
 * @throws ArchiveError when it can't be read completely: a partial result is never given.
 */
export function hashArchive(open: () => MemberSource, packedBytes: number, limits: ArchiveLimits): ArchiveDigests | undefined {
  const { seen, composite } = firstPass(open, new ArchiveBudget(limits, packedBytes));
  if (seen.length === 0) return undefined;
  const sorted = seen.toSorted((a, b) => byCodePoint(a.path, b.path));
  return {
    composite: composite ?? (sorted.every((member) => member.content) ? joinHeld(sorted) : joinByPasses(open, sorted)),
    members: sorted.map(({ path, crc32, md5, sha1, size }) => ({ path, crc32, md5, sha1, size })),
  };
}

function firstPass(open: () => MemberSource, budget: ArchiveBudget): { seen: Seen[]; composite: Digests | undefined } {
  const seen: Seen[] = [];
  const joined = new ContentDigests();
  let inOrder = true;
  let held = 0;
  forEachEligible(open, budget, (member, source) => {
    inOrder &&= byCodePoint(seen.at(-1)?.path ?? '', member.path) <= 0;
    // The first member's digests are those of everything so far: most archives hold one file and need no second computation.
    const own = seen.length > 0 || !inOrder ? new ContentDigests() : undefined;
    let content: Buffer[] | undefined = held <= HELD_BYTES ? [] : undefined;
    source.read((chunk) => {
      budget.countBytes(chunk.length);
      own?.update(chunk);
      if (inOrder) joined.update(chunk);
      held += chunk.length;
      if (held > HELD_BYTES) content = undefined;
      content?.push(Buffer.from(chunk));
    });
    seen.push({ path: member.path, index: seen.length, content, ...(own ? own.finish() : joined.snapshot()) });
  });
  return { seen, composite: inOrder ? joined.finish() : undefined };
}

function joinHeld(sorted: Seen[]): Digests {
  const joined = new ContentDigests();
  for (const member of sorted) for (const chunk of member.content ?? []) joined.update(chunk);
  return joined.finish();
}

/** Unpacks again until every member had its turn; members that come too early are held when they are small. */
function joinByPasses(open: () => MemberSource, sorted: Seen[]): Digests {
  const joined = new ContentDigests();
  const held = new Map<number, Buffer[]>();
  let heldBytes = 0;
  let turn = 0;
  const drain = (): void => {
    for (let content = held.get(sorted[turn]?.index ?? -1); content; content = held.get(sorted[turn]?.index ?? -1)) {
      for (const chunk of content) joined.update(chunk);
      held.delete(sorted[turn]?.index ?? -1);
      heldBytes -= sorted[turn]?.size ?? 0;
      turn++;
    }
  };
  const turnOf = new Map(sorted.map((member, i) => [member.index, i]));
  while (turn < sorted.length) {
    let index = -1;
    const before = turn;
    forEachEligible(open, undefined, (_, source) => {
      index++;
      const mine = turnOf.get(index) ?? -1;
      if (mine === turn) {
        source.read((chunk) => joined.update(chunk));
        turn++;
        drain();
      } else if (mine > turn && !held.has(index) && heldBytes + (sorted[mine]?.size ?? 0) <= HELD_BYTES) {
        const content: Buffer[] = [];
        source.read((chunk) => content.push(Buffer.from(chunk)));
        held.set(index, content);
        heldBytes += sorted[mine]?.size ?? 0;
      }
    });
    if (turn === before) throw new ArchiveError('corrupt', 'The archive changes from one reading to the next');
  }
  return joined.finish();
}

function forEachEligible(open: () => MemberSource, budget: ArchiveBudget | undefined, visit: (member: SourceMember, source: MemberSource) => void): void {
  const source = open();
  try {
    for (let member = source.next(); member; member = source.next()) {
      budget?.countMember();
      if (!member.regular || isExcludedMember(member.path)) continue;
      if (member.encrypted) throw new ArchiveError('encrypted', 'The archive is encrypted');
      visit(member, source);
    }
  } finally {
    source.close();
  }
}

/**
 * Streams the largest file in an archive, the first of them when several are (library-scan spec §7.5).
 * @returns whether there is a file in it.
 */
export function readLargestMember(open: () => MemberSource, packedBytes: number, limits: ArchiveLimits, sink: (chunk: Uint8Array) => void): boolean {
  const largest = findLargest(open, new ArchiveBudget(limits, packedBytes));
  if (largest === undefined) return false;
  const budget = new ArchiveBudget(limits, packedBytes);
  const source = open();
  try {
    let member = source.next();
    for (let i = 0; i < largest && member; i++) member = source.next();
    if (member?.encrypted) throw new ArchiveError('encrypted', 'The archive is encrypted');
    source.read((chunk) => {
      budget.countBytes(chunk.length);
      sink(chunk);
    });
  } finally {
    source.close();
  }
  return true;
}

function findLargest(open: () => MemberSource, budget: ArchiveBudget): number | undefined {
  const source = open();
  let best: { at: number; size: number } | undefined;
  try {
    let at = 0;
    for (let member = source.next(); member; member = source.next(), at++) {
      budget.countMember();
      if (member.regular && (!best || (member.size ?? 0) > best.size)) best = { at, size: member.size ?? 0 };
    }
  } finally {
    source.close();
  }
  return best?.at;
}
