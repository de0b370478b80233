import { mayOn, objectsOf, type Principal } from '@rumpus/auth';
import { forbidden } from '@rumpus/errors';

/** Who may change what. The network is run by those who hold `arcade.write` everywhere; an arcade also by who holds it on that arcade (its owner). */

const SCOPE = 'arcade.write';

/** The arcades a caller runs: all, or a list of ids. */
export function arcadesOf(principal: Principal): 'all' | ReadonlySet<number> {
  const objects = objectsOf(principal, SCOPE, 'arcade');
  return objects === 'all' ? 'all' : new Set([...objects].map(Number));
}

/** @throws DomainError `forbidden` unless the caller runs the network */
export function demandNetwork(principal: Principal): void {
  if (objectsOf(principal, SCOPE, 'arcade') !== 'all') throw forbidden();
}

/** @throws DomainError `forbidden` unless the caller runs this arcade or the network */
export function demandArcade(principal: Principal, arcadeId: number): void {
  if (!mayOn(principal, SCOPE, 'arcade', arcadeId)) throw forbidden();
}
