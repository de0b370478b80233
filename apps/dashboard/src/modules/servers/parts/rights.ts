import { useScopes } from '../../../api/session.js';

/** What the signed-in person may do with servers. The server checks each one; these only decide what is shown. */
export function useRights(): { operate: boolean; write: boolean } {
  const scopes = useScopes();
  return { operate: scopes.has('servers.operate'), write: scopes.has('servers.write') };
}
