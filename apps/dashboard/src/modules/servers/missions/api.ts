import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, serverKey } from '../api/data.js';

/** A mission file of one server. */
export interface Mission {
  id: number;
  filename: string;
  mission_name: string;
  terrain: string;
  size_bytes: number;
  source: 'upload' | 'workshop' | 'builtin';
  pbo: { valid: boolean; entries: number; has_mission_sqm: boolean; checksum_ok: boolean | null };
  missing: boolean;
  created_at: string;
  in_rotation: boolean;
}

/** An entry of the mission cycle. */
export interface RotationEntry {
  mission_id: number | null;
  template: string;
  difficulty: string;
  params: Record<string, number | string>;
  enabled: boolean;
}

/** What a mission's author declared. */
export interface MissionDescription {
  title: string | null;
  author: string | null;
  game_type: string | null;
  min_players: number | null;
  max_players: number | null;
  params: { name: string; title: string; values: number[]; texts: string[]; default: number | null }[];
  warning: string | null;
}

/** What became of one uploaded file. */
export interface UploadResult {
  filename: string;
  ok: boolean;
  warning?: string;
  error?: { code: string; message: string };
}

export const DIFFICULTIES = ['Recruit', 'Regular', 'Veteran', 'Custom'] as const;

const on = (id: number) => ({ path: { id } });
export const missionsQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'missions'), queryFn: ({ signal }) => data<Mission[]>(api.GET('/api/servers/{id}/missions', { params: on(id), signal })) });
export const rotationQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'missions', 'rotation'), queryFn: ({ signal }) => data<RotationEntry[]>(api.GET('/api/servers/{id}/missions/rotation', { params: on(id), signal })) });
export const descriptionQuery = (id: number, mission: number) =>
  queryOptions({ queryKey: serverKey(id, 'missions', 'description', mission), queryFn: ({ signal }) => data<MissionDescription>(api.GET('/api/servers/{id}/missions/{mid}/params', { params: { path: { id, mid: mission } }, signal })), staleTime: 300_000 });

export const templateOf = (mission: Pick<Mission, 'mission_name' | 'terrain'>): string => `${mission.mission_name}.${mission.terrain}`;
