import { inChunks } from '@rumpus/persistence';
import { EntryStore, type KnownRom } from './entry-store.js';
import type { EntryHashes } from '../reconcile/rom-fields.js';

/**
 * Games of a platform that are not on disk any more, to be recognised under another name by their content
 * (library-scan spec §13.2). They are read from the database when the first unknown file turns up.
 */
export class MovedFiles {
  private byContent: Promise<Map<string, KnownRom[]>> | undefined;

  constructor(
    private readonly store: EntryStore,
    /** Ids of the platform's games without a file. */
    private readonly vanished: Set<number>,
  ) {}

  /** The one vanished game with this content; undefined when there is none, or more than one. It counts as found from now on. */
  async claim(hashes: EntryHashes): Promise<KnownRom | undefined> {
    if (this.vanished.size === 0 || !hashes.crc || !hashes.md5 || !hashes.sha1) return undefined;
    this.byContent ??= this.load();
    const [rom, second] = (await this.byContent).get(`${hashes.crc} ${hashes.md5} ${hashes.sha1}`) ?? [];
    if (!rom || second || !this.vanished.delete(rom.id)) return undefined;
    return rom;
  }

  private async load(): Promise<Map<string, KnownRom[]>> {
    const groups = new Map<string, KnownRom[]>();
    for (const ids of inChunks([...this.vanished], 2000)) {
      for (const rom of await this.store.byIds(ids)) {
        if (!rom.crc_hash || !rom.md5_hash || !rom.sha1_hash) continue;
        const key = `${rom.crc_hash} ${rom.md5_hash} ${rom.sha1_hash}`;
        groups.set(key, [...(groups.get(key) ?? []), rom]);
      }
    }
    return groups;
  }
}
