import { dataTable } from './data-tables.js';

/** One row of `config/data/platforms.json`: what the providers call a platform. */
export interface PlatformFacts {
  slug: string;
  name: string;
  igdb_id: number | null;
  igdb_slug: string | null;
  moby_id: number | null;
  moby_slug: string | null;
  ss_id: number | null;
  ra_id: number | null;
  launchbox_id: number | null;
  hasheous_id: number | null;
  hasheous_igdb_id: number | null;
  hasheous_tgdb_id: number | null;
  hasheous_ra_id: number | null;
  tgdb_id: number | null;
  flashpoint_id: number | null;
  hltb_slug: string | null;
  libretro_slug: string | null;
  category: string | null;
  generation: number | null;
  family_name: string | null;
  family_slug: string | null;
  igdb_url: string | null;
  url_logo: string | null;
  /** False for the platforms whose files are never hashed (library-scan spec §7.1). */
  hashable: boolean;
}

/** One row of `config/data/platform-versions.json`: a model of a platform that may be used as a slug. */
export interface PlatformVersion {
  slug: string;
  name: string;
  platform_slug: string;
  igdb_version_slug: string;
  url: string;
}

let platforms: Map<string, PlatformFacts> | undefined;
let versions: Map<string, PlatformVersion> | undefined;

const bySlug = <T extends { slug: string }>(rows: T[]): Map<string, T> => new Map(rows.map((row) => [row.slug, row]));

/** The 460 universal platforms by slug. */
export const universalPlatforms = (): ReadonlyMap<string, PlatformFacts> =>
  (platforms ??= bySlug(dataTable<PlatformFacts[]>('platforms')));

/** The 240 platform versions by slug. */
export const platformVersions = (): ReadonlyMap<string, PlatformVersion> =>
  (versions ??= bySlug(dataTable<PlatformVersion[]>('platform-versions')));

/** The slug a front-end's folder name stands for (`megadrive` -> `genesis`), when it is not a slug itself. */
export function aliasedSlug(folder: string): string | undefined {
  const aliases = dataTable<Record<string, string>>('platform-aliases');
  return Object.hasOwn(aliases, folder) ? aliases[folder] : undefined;
}
