import type { Principal } from '@rumpus/auth';

/** Who did something, as events name him. */
export type Actor = `user:${number}` | 'system' | 'scheduler' | 'rcon';

/** The actor of a request. */
export const actorOf = (principal: Principal): Actor => `user:${principal.id}`;
