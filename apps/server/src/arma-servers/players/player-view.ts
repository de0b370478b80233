import type { PlayerView } from '../realtime/feed.js';
import type { Present } from './roster.js';

/** A player as the API shows him; his address only to staff. */
export const playerView = (player: Present, withAddress: boolean): PlayerView => ({
  player_num: player.number,
  name: player.name,
  guid: player.guid,
  guid_verified: player.verified,
  ...(withAddress ? { ip: player.ip, port: player.port } : {}),
  ping: player.ping,
  in_lobby: player.inLobby,
  steam_id: player.steamId,
  joined_at: player.joinedAt.toISOString(),
  session_seconds: Math.max(0, Math.round((Date.now() - player.joinedAt.getTime()) / 1_000)),
  flags: player.missed > 0 ? ['missing'] : [],
});
