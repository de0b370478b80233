import { useQuery } from '@tanstack/react-query';
import { reaches, reachOf } from '../../../api/reach.js';
import { meQuery } from '../../../api/session.js';

export interface Rights {
  operate: boolean;
  write: boolean;
}

/**
 * What the signed-in person may do with one server; without an id, with all of them, which is also what things of the whole house need (bans everywhere, notes,
 * mods, templates). The server checks each one; these only decide what is shown.
 */
export function useRights(serverId?: number): Rights {
  const { data: me } = useQuery(meQuery);
  return { operate: reaches(reachOf(me, 'servers.operate'), serverId), write: reaches(reachOf(me, 'servers.write'), serverId) };
}
