import type { Rom } from './rom.entity.js';

const ARTICLES = /^(?:the|an|a|le|la|les|el|los|las|il|lo|gli|der|die|das|het)\s+/u;

/** What a list sorts a title by: lower case, one leading article gone, numbers padded (library-scan spec §5.1). */
export function sortKeyOf(name: string): string {
  const key = name.trim().toLowerCase().replace(ARTICLES, '').replace(/\d+/g, (number) => number.padStart(12, '0'));
  // Cut by code point: half a surrogate pair is not text to a database.
  return Array.from(key).slice(0, 500).join('');
}

/** Ids in the order in which they decide which games belong together (library-api spec §8.7). */
const GROUP_PROVIDERS = ['igdb', 'ss', 'moby', 'ra', 'hasheous', 'launchbox', 'tgdb', 'flashpoint'] as const;
type GroupIds = Partial<Pick<Rom, `${(typeof GROUP_PROVIDERS)[number]}_id`>>;

/** The key that games of one group share within their platform; null when nothing identifies the game. */
export function groupKeyOf(ids: GroupIds): string | null {
  const provider = GROUP_PROVIDERS.find((name) => ids[`${name}_id`] != null);
  return provider === undefined ? null : `${provider}:${ids[`${provider}_id`]}`;
}

/** Whether a file name says that this is no full release. */
export const isPrerelease = (fsName: string): boolean => /\((?:demo|beta|proto|sample|kiosk|preview)/i.test(fsName);

/** What a text search looks at; see {@link RomSearch}. A file name that holds the name says it all: a search reads every byte of this. */
export function searchTextOf({ name, fs_name }: Pick<Rom, 'name' | 'fs_name'>): string {
  const title = (name ?? '').toLowerCase();
  const file = fs_name.toLowerCase();
  return file.includes(title) ? file : `${title}\n${file}`;
}

/** The ten flags of a Hasheous answer any of which makes a game verified. */
const VERIFIED_BY = [
  'tosec_match', 'mame_arcade_match', 'mame_mess_match', 'nointro_match', 'redump_match',
  'mame_redump_match', 'whdload_match', 'ra_match', 'fbneo_match', 'puredos_match',
] as const;

export const isVerified = (hasheous: Record<string, unknown> | null | undefined): boolean => VERIFIED_BY.some((flag) => hasheous?.[flag] === true);
