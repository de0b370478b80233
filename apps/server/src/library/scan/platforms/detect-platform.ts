import { aliasedSlug, platformVersions, universalPlatforms, type PlatformFacts } from './platform-tables.js';

/** `system.platforms` and `system.versions` of `config.yml`: folder name -> slug. */
export interface PlatformBindings {
  platforms: Readonly<Record<string, string>>;
  versions: Readonly<Record<string, string>>;
}

/** What a platform row gets from the static tables; field names are those of library-api spec §2.2. */
export interface DetectedPlatform {
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
  tgdb_id: number | null;
  flashpoint_id: number | null;
  hltb_slug: string | null;
  libretro_slug: string | null;
  category: string | null;
  generation: number | null;
  family_name: string | null;
  family_slug: string | null;
  url: string | null;
  url_logo: string | null;
  /** Whether files of this platform are hashed at all. */
  hashable: boolean;
}

const own = (map: Readonly<Record<string, string>>, key: string): string | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/**
 * The slug of a platform folder: a binding of `config.yml`, else the folder name itself, exactly as spelt. A folder name
 * no table knows may still be a front-end's usual name for a platform (library-scan spec §3, last paragraph).
 */
export function canonicalSlug(folder: string, bindings: PlatformBindings): string {
  const bound = own(bindings.platforms, folder) ?? own(bindings.versions, folder);
  if (bound !== undefined) return bound;
  if (universalPlatforms().has(folder) || platformVersions().has(folder)) return folder;
  return aliasedSlug(folder) ?? folder;
}

/**
 * Folders that are most likely meant as one platform: names that differ in case or Unicode form only, and a front-end's name beside the slug it
 * stands for. The one that is a slug, or comes first, is not among them.
 */
export function twinFolders(folders: readonly string[], bindings: PlatformBindings): { folder: string; message: string }[] {
  const byLook = new Map<string, string>();
  const plain = (name: string): string => name.normalize('NFC').toLowerCase();
  for (const folder of [...folders].sort((a, b) => Number(universalPlatforms().has(b)) - Number(universalPlatforms().has(a)))) {
    if (!byLook.has(plain(folder))) byLook.set(plain(folder), folder);
  }
  return folders.flatMap((folder) => {
    const alike = byLook.get(plain(folder));
    if (alike !== undefined && alike !== folder) return [{ folder, message: `Its name is that of the folder '${alike}' but for case or accents: each is a platform of its own` }];
    const slug = canonicalSlug(folder, bindings);
    const bound = own(bindings.platforms, folder) ?? own(bindings.versions, folder);
    if (bound !== undefined || slug === folder || !folders.includes(slug)) return [];
    return [{ folder, message: `It is the same platform as the folder '${slug}': both are shown, each with its own games` }];
  });
}

/** Merges what the provider tables know about a slug, without any network (library-scan spec §3, points 3 to 5). */
export function detectPlatform(slug: string): DetectedPlatform {
  const facts = universalPlatforms().get(slug);
  if (facts) return fromFacts(facts);
  const version = platformVersions().get(slug);
  if (!version) return { ...UNKNOWN, slug, name: titleCase(slug) };
  const parent = universalPlatforms().get(version.platform_slug);
  return {
    ...UNKNOWN,
    slug,
    name: version.name,
    igdb_id: parent?.igdb_id ?? null,
    igdb_slug: version.igdb_version_slug,
    category: parent?.category ?? null,
    generation: parent?.generation ?? null,
    family_name: parent?.family_name ?? null,
    family_slug: parent?.family_slug ?? null,
    url: version.url,
  };
}

/** Any of the ids that count as identification; TheGamesDB, Flashpoint, HLTB and libretro do not. */
export const isIdentifiedPlatform = (
  row: Pick<DetectedPlatform, 'igdb_id' | 'moby_id' | 'ss_id' | 'launchbox_id' | 'ra_id' | 'hasheous_id'>,
): boolean => [row.igdb_id, row.moby_id, row.ss_id, row.launchbox_id, row.ra_id, row.hasheous_id].some((id) => id !== null);

const UNKNOWN: Omit<DetectedPlatform, 'slug' | 'name'> = {
  igdb_id: null,
  igdb_slug: null,
  moby_id: null,
  moby_slug: null,
  ss_id: null,
  ra_id: null,
  launchbox_id: null,
  hasheous_id: null,
  tgdb_id: null,
  flashpoint_id: null,
  hltb_slug: null,
  libretro_slug: null,
  category: null,
  generation: null,
  family_name: null,
  family_slug: null,
  url: null,
  url_logo: '',
  hashable: true,
};

function fromFacts(facts: PlatformFacts): DetectedPlatform {
  return {
    slug: facts.slug,
    name: facts.name,
    igdb_id: facts.igdb_id ?? facts.hasheous_igdb_id,
    igdb_slug: facts.igdb_slug,
    moby_id: facts.moby_id,
    moby_slug: facts.moby_slug,
    ss_id: facts.ss_id,
    ra_id: facts.ra_id ?? facts.hasheous_ra_id,
    launchbox_id: facts.launchbox_id,
    hasheous_id: facts.hasheous_id,
    tgdb_id: facts.hasheous_tgdb_id ?? facts.tgdb_id,
    flashpoint_id: facts.flashpoint_id,
    hltb_slug: facts.hltb_slug,
    libretro_slug: facts.libretro_slug,
    category: facts.category,
    generation: facts.generation,
    family_name: facts.family_name,
    family_slug: facts.family_slug,
    url: facts.igdb_url,
    url_logo: facts.url_logo ?? '',
    hashable: facts.hashable,
  };
}

/** `my-own-system` -> `My Own System`: every run of letters starts with a capital. */
function titleCase(slug: string): string {
  return slug.replaceAll('-', ' ').replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
