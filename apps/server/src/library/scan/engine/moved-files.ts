import type { EntryHashes } from '../reconcile/rom-fields.js';
import { EntryStore, type KnownRom } from './entry-store.js';

/**
 * Games of a platform that are not on disk any more, to be recognised under another name by their content
 * (library-scan spec §13.2). Only their ids are held; the database is asked about the contents that turn up.
 */
export class MovedFiles {
  private readonly vanished: ReadonlySet<number>;
  private readonly claimed = new Set<number>();

  constructor(
    private readonly store: EntryStore,
    private readonly platformId: number,
    /** Ids of the platform's games without a file. */
    vanished: readonly number[],
  ) {
    this.vanished = new Set(vanished);
  }

  /** Whether a game has been found under another name. */
  isFound(id: number): boolean {
    return this.claimed.has(id);
  }

  /**
   * The vanished games with these contents, one for each; none where several vanished ones have it, or where it was claimed before.
   * What is given out counts as found from now on.
   * @returns in the order of the contents, undefined for those without
   */
  async claim(contents: readonly EntryHashes[]): Promise<(KnownRom | undefined)[]> {
    const whole = contents.map((content) => (content.crc && content.md5 && content.sha1 ? keyOf(content) : undefined));
    if (this.vanished.size === this.claimed.size) return contents.map(() => undefined);
    const wanted = new Set(contents.filter((_, i) => whole[i] !== undefined).map(({ sha1 }) => sha1));
    const groups = new Map<string, KnownRom[]>();
    for (const rom of await this.store.bySha1(this.platformId, [...wanted])) {
      if (!this.vanished.has(rom.id)) continue;
      const key = keyOf({ crc: rom.crc_hash ?? '', md5: rom.md5_hash ?? '', sha1: rom.sha1_hash ?? '' });
      groups.set(key, [...(groups.get(key) ?? []), rom]);
    }
    return whole.map((key) => {
      const [rom, second] = (key === undefined ? undefined : groups.get(key)) ?? [];
      if (!rom || second || this.claimed.has(rom.id)) return undefined;
      this.claimed.add(rom.id);
      return rom;
    });
  }
}

const keyOf = ({ crc, md5, sha1 }: EntryHashes): string => `${crc} ${md5} ${sha1}`;
