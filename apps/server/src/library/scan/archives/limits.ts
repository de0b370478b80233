import { ArchiveError } from '@rumpus/storage';

/** How far an archive is followed before it counts as a trap. */
export interface ArchiveLimits {
  maxMembers: number;
  /** Unpacked bytes per packed byte beyond which, above `freeBytes`, an archive is a bomb. */
  maxRatio: number;
  /** What any archive may unpack to, whatever its ratio: a blank disk image packs very well. */
  freeBytes: number;
  /** What no archive may unpack to. */
  maxBytes: number;
}

export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = { maxMembers: 100_000, maxRatio: 1000, freeBytes: 2 ** 30, maxBytes: 2 ** 40 };

/** Counts what comes out of one archive and stops it when it is too much. */
export class ArchiveBudget {
  private members = 0;
  private bytes = 0;

  constructor(
    private readonly limits: ArchiveLimits,
    private readonly packedBytes: number,
  ) {}

  countMember(): void {
    if (++this.members > this.limits.maxMembers) throw new ArchiveError('too-large', `More than ${this.limits.maxMembers} members`);
  }

  countBytes(size: number): void {
    this.bytes += size;
    if (this.bytes > this.limits.maxBytes) throw new ArchiveError('too-large', `Unpacks to more than ${this.limits.maxBytes} bytes`);
    if (this.bytes > this.limits.freeBytes && this.bytes > this.packedBytes * this.limits.maxRatio) {
      throw new ArchiveError('too-large', `Unpacks to more than ${this.limits.maxRatio} times its size`);
    }
  }
}
