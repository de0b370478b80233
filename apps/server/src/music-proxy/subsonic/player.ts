import { createHash } from 'node:crypto';
import type { Player } from '../listening/listening.js';
import type { SubsonicCall } from './call.js';

/** The same player of the same user, as far as one can tell. */
export function playerOf({ req, user, parameters }: SubsonicCall): Player {
  const client = parameters.get('c') ?? req.headers['user-agent'] ?? 'unknown';
  const ip = req.socket.remoteAddress ?? '';
  const key = createHash('sha256').update(JSON.stringify([user, parameters.get('c'), req.headers['user-agent'], ip])).digest('base64url');
  return { key, user, client: client.slice(0, 80), ip };
}
