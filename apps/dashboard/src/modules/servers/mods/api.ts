import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, serverKey } from '../api/data.js';
import type { Answer } from '../api/types.js';

/** A mod folder of this host, and the servers that load it. */
export type HostMod = Answer<'/api/mods'>[number];
/** A mod in the list of one server, in loading order. */
export type ServerMod = Answer<'/api/servers/{id}/mods'>[number];
export type Mod = Omit<HostMod, 'used_by'>;
export type ModKind = ServerMod['kind'];
export const KINDS: readonly ModKind[] = ['client', 'server', 'optional'];
/** A folder that is not registered yet. */
export type FoundMod = Answer<'/api/mods/scan', 'post'>[number];
/** A launcher preset compared with the mods of this host. */
export type PresetReport = Answer<'/api/servers/{id}/mods/preset', 'post'>;

export const HOST_MODS_KEY = [...SERVERS_KEY, 'mods'] as const;
export const hostModsQuery = queryOptions({ queryKey: HOST_MODS_KEY, queryFn: ({ signal }) => data<HostMod[]>(api.GET('/api/mods', { signal })) });
export const serverModsQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'mods'), queryFn: ({ signal }) => data<ServerMod[]>(api.GET('/api/servers/{id}/mods', { params: { path: { id } }, signal })) });

/** A list of mods that was kept under a name. */
export type NamedPreset = Answer<'/api/presets'>[number];
export const PRESETS_KEY = [...SERVERS_KEY, 'presets'] as const;
export const presetsQuery = queryOptions({ queryKey: PRESETS_KEY, queryFn: ({ signal }) => data<NamedPreset[]>(api.GET('/api/presets', { signal })) });

/** The mods of a kept list that are still on this host, in loading order. */
export const listedMods = (list: readonly { mod_id: number; kind: ModKind }[], known: readonly HostMod[]): (Mod & { kind: ModKind })[] =>
  list.flatMap(({ mod_id: id, kind }) => {
    const mod = known.find((one) => one.id === id);
    return mod === undefined ? [] : [{ ...mod, kind }];
  });

/** What people call it. */
export const modName = (mod: Pick<Mod, 'display_name' | 'name'>): string => mod.display_name ?? mod.name;
