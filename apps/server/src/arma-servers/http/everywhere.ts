import { mayOn, type Principal, type Scope } from '@rumpus/auth';
import { LanguardError } from '../errors.js';

/** What concerns all servers is only for those who are confined to none. @throws LanguardError `FORBIDDEN` */
export function assertEverywhere(user: Principal, scope: Scope = 'servers.write'): void {
  if (!mayOn(user, scope, 'server', '*')) throw new LanguardError('FORBIDDEN', 'You have no right to do this on all servers');
}

/** @throws LanguardError `NOT_FOUND` or `FORBIDDEN` unless the caller may change this server */
export function assertMayChange(user: Principal, serverId: number): void {
  if (!mayOn(user, 'servers.read', 'server', serverId)) throw new LanguardError('NOT_FOUND', 'No such server', { resource: 'server' });
  if (!mayOn(user, 'servers.write', 'server', serverId)) throw new LanguardError('FORBIDDEN', 'You have no right to do this on this server');
}
