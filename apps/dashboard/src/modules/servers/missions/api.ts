import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, serverKey } from '../api/data.js';
import type { Answer } from '../api/types.js';

/** A mission file of one server. */
export type Mission = Answer<'/api/servers/{id}/missions'>[number];
/** An entry of the mission cycle. */
export type RotationEntry = Answer<'/api/servers/{id}/missions/rotation'>[number];
/** What a mission's author declared. */
export type MissionDescription = Answer<'/api/servers/{id}/missions/{mid}/params'>;
/** What became of one uploaded file. */
export type UploadResult = Answer<'/api/servers/{id}/missions', 'post'>[number];

export const DIFFICULTIES = ['Recruit', 'Regular', 'Veteran', 'Custom'] as const;

const on = (id: number) => ({ path: { id } });
export const missionsQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'missions'), queryFn: ({ signal }) => data<Mission[]>(api.GET('/api/servers/{id}/missions', { params: on(id), signal })) });
export const rotationQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'missions', 'rotation'), queryFn: ({ signal }) => data<RotationEntry[]>(api.GET('/api/servers/{id}/missions/rotation', { params: on(id), signal })) });
export const descriptionQuery = (id: number, mission: number) =>
  queryOptions({ queryKey: serverKey(id, 'missions', 'description', mission), queryFn: ({ signal }) => data<MissionDescription>(api.GET('/api/servers/{id}/missions/{mid}/params', { params: { path: { id, mid: mission } }, signal })), staleTime: 300_000 });

export const templateOf = (mission: Pick<Mission, 'mission_name' | 'terrain'>): string => `${mission.mission_name}.${mission.terrain}`;
