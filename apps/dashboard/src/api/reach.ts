import type { User } from './types.js';

/** Where a scope is held: nowhere, everywhere, or on these objects of its kind. */
export type Reach = 'nowhere' | 'everywhere' | ReadonlySet<string>;

/** Where somebody holds a scope; nobody holds any. */
export function reachOf(user: Pick<User, 'oauth_scopes' | 'confined_scopes'> | null | undefined, scope: string): Reach {
  if (user?.oauth_scopes.includes(scope) !== true) return 'nowhere';
  const confined = user.confined_scopes.find((one) => one.scope === scope);
  return confined === undefined ? 'everywhere' : new Set(confined.ids);
}

/** Whether a scope that is held so far counts for an object; without an id, for all there are. */
export const reaches = (reach: Reach, id?: number): boolean => reach === 'everywhere' || (reach !== 'nowhere' && id !== undefined && reach.has(String(id)));
