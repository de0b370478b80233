import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, serverKey } from '../api/data.js';

export const KINDS = ['client', 'server', 'optional'] as const;
export type ModKind = (typeof KINDS)[number];

/** A mod folder of this host. */
export interface Mod {
  id: number;
  name: string;
  folder_path: string;
  folder_name: string;
  workshop_id: string | null;
  description: string;
  display_name: string | null;
  version: string | null;
  author: string | null;
  size_bytes: number;
  lower_case_ok: boolean;
  keys: { file: string; sha256: string }[];
  signed: 'all' | 'partly' | 'none';
  status: 'ok' | 'missing' | 'downloading' | 'broken';
}

export interface HostMod extends Mod {
  used_by: number[];
}

/** A mod in the list of one server, in loading order. */
export interface ServerMod extends Mod {
  kind: ModKind;
  position: number;
}

/** A folder that is not registered yet. */
export interface FoundMod {
  name: string;
  folder_path: string;
}

/** A launcher preset compared with the mods of this host. */
export interface PresetReport {
  name: string;
  matched: { mod_id: number; name: string; workshop_id: string }[];
  missing: { name: string; workshop_id: string }[];
  local: string[];
  applied: boolean;
}

export const HOST_MODS_KEY = [...SERVERS_KEY, 'mods'] as const;
export const hostModsQuery = queryOptions({ queryKey: HOST_MODS_KEY, queryFn: ({ signal }) => data<HostMod[]>(api.GET('/api/mods', { signal })) });
export const serverModsQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'mods'), queryFn: ({ signal }) => data<ServerMod[]>(api.GET('/api/servers/{id}/mods', { params: { path: { id } }, signal })) });

/** What people call it. */
export const modName = (mod: Pick<Mod, 'display_name' | 'name'>): string => mod.display_name ?? mod.name;
