/**
 * What a caller may do, as words. The first 22 are RomM's, in RomM's canonical order (library-api spec §3.9): clients see
 * them in `oauth_scopes`, so the order is part of the wire contract. The rest belong to the other modules of the house.
 */
export const READ_SCOPES = [
  'me.read',
  'roms.read',
  'platforms.read',
  'assets.read',
  'devices.read',
  'firmware.read',
  'roms.user.read',
  'collections.read',
  'playlists.read',
] as const;

/** What an ordinary user has on top of {@link READ_SCOPES}. */
export const WRITE_SCOPES = ['me.write', 'assets.write', 'devices.write', 'roms.user.write', 'collections.write', 'playlists.write'] as const;

/** What an editor has on top of {@link WRITE_SCOPES}. */
export const EDIT_SCOPES = ['roms.write', 'platforms.write', 'firmware.write'] as const;

/** What only administrators have in RomM's own roles. */
export const ADMIN_SCOPES = ['users.read', 'users.write', 'tasks.run', 'logs.read'] as const;

/** The scopes of the music proxy, the server manager and the arcade. */
export const HOUSE_SCOPES = [
  'servers.read',
  'servers.operate',
  'servers.write',
  'music.read',
  'music.write',
  'arcade.read',
  'arcade.write',
] as const;

/** RomM's scopes in canonical order. */
export const ROMM_SCOPES = [...READ_SCOPES, ...WRITE_SCOPES, ...EDIT_SCOPES, ...ADMIN_SCOPES] as const;

/** Every scope there is, in canonical order. */
export const ALL_SCOPES = [...ROMM_SCOPES, ...HOUSE_SCOPES] as const;

export type Scope = (typeof ALL_SCOPES)[number];
export type HouseScope = (typeof HOUSE_SCOPES)[number];

const known: ReadonlySet<string> = new Set(ALL_SCOPES);

/** True when the word is a scope we know. */
export const isScope = (word: string): word is Scope => known.has(word);

/** The given scopes without doubles, in canonical order. */
export const inCanonicalOrder = (scopes: Iterable<Scope>): Scope[] => {
  const wanted = new Set(scopes);
  return ALL_SCOPES.filter((scope) => wanted.has(scope));
};

/** Splits a space separated scope string as OAuth 2 writes it; unknown words come back apart. */
export const parseScopeString = (text: string): { scopes: Scope[]; unknown: string[] } => {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  return { scopes: inCanonicalOrder(words.filter(isScope)), unknown: words.filter((word) => !isScope(word)) };
};
