import { element, type Node } from '@rumpus/eamuse-protocol';
import { crc32 } from 'node:zlib';

import type { Call } from '../../../dispatch/call.js';
import type { Tables } from '../../../store/arcade-data.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Profile } from '../../../store/profiles.js';

/** A player without a name. */
export const NAMELESS = 'なし';
export const NO_PROFILE = '109';

/** `no` for somebody unknown, `new` for a profile of this version, `old` for one of an older version. */
export type Loaded = { readonly kind: 'new' | 'old'; readonly profile: Profile } | undefined;

/** Which profiles an answer may come from (pop'n spec 3.3). */
export type LoadMode = 'new only' | 'old only' | 'fall through';

export async function loadPlayer(call: Call, refid: string | undefined, mode: LoadMode): Promise<Loaded> {
  const known = refid === undefined || refid === '' ? undefined : await call.data.profiles.byRefid(call.series, call.version, refid);
  if (known === undefined) return undefined;
  if (mode !== 'old only' && known.profile !== undefined) return { kind: 'new', profile: known.profile };
  const older = mode === 'new only' ? undefined : await call.data.profiles.older(call.series, call.version, known.userId);
  return older === undefined ? undefined : { kind: 'old', profile: older };
}

/** Makes a profile of this version; one that exists is kept (pop'n spec 3.4). @returns undefined for a refid nobody has */
export async function createPlayer(call: Call, refid: string | undefined, values: { name?: string | undefined; chara?: number | undefined }, also?: (tables: Tables, userId: UserId) => Promise<void>): Promise<Profile | undefined> {
  const userId = await call.player(refid);
  if (userId === undefined) return undefined;
  await call.data.forPlayer(userId, async (tables) => {
    if (await tables.profiles.has(call.series, call.version, userId)) return;
    await tables.profiles.put(call.series, call.version, userId, new Doc().setStr('name', values.name ?? NAMELESS).setInt('chara', values.chara));
    await also?.(tables, userId);
  });
  return call.data.profiles.get(call.series, call.version, userId);
}

/** Saves a player: his profile, or an empty one, as `change` leaves it, and one play counted. @returns false for a refid nobody has */
export async function savePlayer(call: Call, refid: string | undefined, change: (doc: Doc, tables: Tables, userId: UserId) => Promise<void>): Promise<UserId | undefined> {
  const userId = await call.player(refid);
  if (userId === undefined) return undefined;
  await call.data.forPlayer(userId, async (tables) => {
    const doc = (await tables.profiles.get(call.series, call.version, userId))?.doc ?? new Doc();
    await change(doc, tables, userId);
    await tables.statistics.countPlay(call.series, userId, call.now);
    await tables.profiles.put(call.series, call.version, userId, doc);
  });
  return userId;
}

export const nameOf = (doc: Doc): string => doc.str('name') || NAMELESS;

/** The player number of éclale and later: with four check digits (pop'n spec 3.7). */
export const longPlayerId = (extid: number): string => `${extid}${String(crc32(String(extid)) % 10_000).padStart(4, '0')}`;

/** Rivals who have a profile of this version, here or on another network, in the order of their rows. */
export async function rivalsOf(call: Call, userId: UserId): Promise<Profile[]> {
  const links = await call.data.links.of(call.series, call.version, userId, 'rival');
  if (links.length === 0) return [];
  const profiles = await call.profilesOf(links.map((link) => link.userId));
  return links.map((link) => profiles.get(link.userId)).filter((profile) => profile !== undefined).filter((profile) => profile.version === call.version);
}

/** Song numbers filled up with -1. */
export const padded = (songs: readonly number[], length: number): number[] => Array.from({ length }, (_, i) => songs[i] ?? -1);

export interface Favourites {
  best: number[];
  latest: number[];
}

/** Most played and last played songs. */
export async function favouritesOf(call: Call, userId: UserId, best: number, latest: number): Promise<Favourites> {
  const version = await call.musicVersion();
  return {
    best: padded(await call.data.scores.mostPlayed(call.series, version, userId, best), best),
    latest: padded(await call.data.scores.lastPlayed(call.series, version, userId, latest), latest),
  };
}

/** A node with nothing in it, for a call that needs no more. */
export const empty = (call: Call): Node => element(call.module);

/** The status of somebody without a profile in the versions up to Lapistoria. */
export const noProfile = (name: string): Node => element(name).setAttribute('status', NO_PROFILE);
