import type { ExecutionContext } from '@nestjs/common';

import type { Principal } from './principal.js';

/** Where the guard leaves the caller: on the HTTP request, or on the socket's `data`. */
export const PRINCIPAL = Symbol.for('rumpus:principal');

interface Holder {
  [PRINCIPAL]?: Principal | undefined;
}

/** The object that carries the caller: the request, or the `data` of a Socket.IO socket. */
export const holderOf = (context: ExecutionContext): Holder => {
  if (context.getType() === 'ws') return context.switchToWs().getClient<{ data: Holder }>().data;
  return context.switchToHttp().getRequest<Holder>();
};

/** The caller of this request or socket event, as the guard found him. */
export const principalOf = (context: ExecutionContext): Principal | undefined => holderOf(context)[PRINCIPAL];

/** The caller of a request outside of Nest's context (middleware, raw upgrade handlers). */
export const requestPrincipal = (request: object): Principal | undefined => (request as Holder)[PRINCIPAL];

/** Leaves the caller where {@link principalOf} finds him. */
export const setPrincipal = (holder: object, principal: Principal | undefined): void => {
  (holder as Holder)[PRINCIPAL] = principal;
};
