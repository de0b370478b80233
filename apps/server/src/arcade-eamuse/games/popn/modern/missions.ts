import { element, type Node, u32 } from '@rumpus/eamuse-protocol';
import { createHash } from 'node:crypto';

import type { Call } from '../../../dispatch/call.js';
import { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import { DAY, dateText, startOfDay } from '../../../store/times.js';
import { asU32 } from '../../wire-numbers.js';

const MISSIONS = 3;
const LAST_MISSION = 228;

/** The missions of a player and day: always the same ones, so that another card-in deals no new ones (pop'n spec 9.5). */
export function missionsOf(userId: UserId, day: string): number[] {
  const ids: number[] = [];
  for (let round = 0; ids.length < MISSIONS; round++) {
    const id = 1 + (createHash('sha256').update(`${userId}|${day}|${round}`).digest().readUInt32BE() % LAST_MISSION);
    if (!ids.includes(id)) ids.push(id);
  }
  return ids;
}

/** Today's three missions: those with progress first, then fresh ones. */
export async function missionNodes(call: Call, userId: UserId): Promise<Node[]> {
  const start = startOfDay(call.now);
  const missions = new Map<number, Doc>();
  for (const { id, doc } of await call.data.progress.timed(call.series, call.version, userId, 'mission', start, start + DAY)) missions.set(id, doc);
  for (const id of missionsOf(userId, dateText(call.now))) if (missions.size < MISSIONS && !missions.has(id)) missions.set(id, new Doc());
  return [...missions].slice(0, MISSIONS).map(([id, doc]) =>
    element('mission', u32('mission_id', asU32(id)), u32('gauge_point', asU32(doc.int('points'))), u32('mission_comp', asU32(doc.int('complete')))));
}
