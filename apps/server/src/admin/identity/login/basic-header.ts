import { readBasic } from '@rumpus/auth';
import { unauthenticated } from '@rumpus/errors';

/** Name and password of a request's Basic header. @throws DomainError `unauthenticated` with code `basic` when there is none */
export const basicOf = (request: { headers: { authorization?: string | undefined } }): { username: string; password: string } => {
  const [scheme, value, ...rest] = (request.headers.authorization ?? '').trim().split(/\s+/u);
  const decoded = scheme?.toLowerCase() === 'basic' && value !== undefined && rest.length === 0 ? readBasic(value) : undefined;
  if (decoded === undefined) throw unauthenticated('Not authenticated', { code: 'basic' });
  return decoded;
};
