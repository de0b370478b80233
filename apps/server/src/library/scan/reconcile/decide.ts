import type { Rom } from '../../roms/rom.entity.js';
import type { ScanRequest, ScanType } from '../scan-types.js';

/** Ids a game can have at providers. */
export type ProviderIds = Pick<
  Rom,
  'igdb_id' | 'moby_id' | 'ss_id' | 'ra_id' | 'launchbox_id' | 'hasheous_id' | 'flashpoint_id' | 'hltb_id' | 'gamelist_id' | 'libretro_id' | 'sgdb_id' | 'tgdb_id'
>;

/** What a scan does with an entry. */
export interface Decision {
  process: boolean;
  /** Read tags from the name again. */
  tags: boolean;
  /** Rebuild its file rows. */
  files: boolean;
  /** Read its files even if they look unchanged. */
  rehash: boolean;
}

const SKIP: Decision = { process: false, tags: false, files: false, rehash: false };

/** Sources with an id column of their own; others can't say whether an entry is matched (library-scan spec §9.1, "Better"). */
const ID_SOURCES: ReadonlySet<string> = new Set(['igdb', 'moby', 'ss', 'ra', 'launchbox', 'hasheous', 'flashpoint', 'hltb', 'gamelist', 'libretro', 'sgdb', 'tgdb']);

/** Whether a type takes in files it has never seen (library-scan spec §9.1). */
export const addsNewEntries = (type: ScanType): boolean => type === 'new_platforms' || type === 'quick' || type === 'complete' || type === 'hashes';

/** What to do with an entry that has a row (library-scan spec §9.1 and §9.3). */
export function decide(request: Pick<ScanRequest, 'type' | 'apis' | 'roms_ids'>, rom: ProviderIds, changed: boolean): Decision {
  if (request.roms_ids.length > 0) return { process: true, tags: true, files: true, rehash: request.type === 'complete' || request.type === 'hashes' };
  switch (request.type) {
    case 'complete':
      return { process: true, tags: true, files: true, rehash: true };
    case 'hashes':
      return { process: true, tags: false, files: true, rehash: true };
    case 'quick':
    case 'new_platforms':
      // A file that was replaced in place: RomM would keep the old hashes for ever.
      return changed ? { process: true, tags: false, files: true, rehash: false } : SKIP;
    case 'update':
      return isIdentified(rom) && hasIdOf(rom, request.apis, true) ? { ...SKIP, process: true } : SKIP;
    case 'unmatched':
      return hasIdOf(rom, request.apis, false) ? { ...SKIP, process: true } : SKIP;
  }
}

/** TheGamesDB and SteamGridDB ids don't count. */
export const isIdentified = (rom: ProviderIds): boolean =>
  [rom.igdb_id, rom.moby_id, rom.ss_id, rom.ra_id, rom.launchbox_id, rom.hasheous_id, rom.flashpoint_id, rom.hltb_id, rom.gamelist_id, rom.libretro_id].some((id) => id !== null);

function hasIdOf(rom: ProviderIds, sources: readonly string[], present: boolean): boolean {
  return sources.some((source) => ID_SOURCES.has(source) && (rom[`${source}_id` as keyof ProviderIds] !== null) === present);
}
