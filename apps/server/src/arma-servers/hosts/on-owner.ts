import 'reflect-metadata';
import type { HostRouter } from './host-router.js';

/** Where {@link OnOwner} leaves what it knows, on the method's function. */
export const OWNER_ACTION = Symbol('rumpus:owner-action');

type Here = (...args: never[]) => unknown;

/** A method that can be called from another host. */
export interface OwnerAction {
  action: string;
  /** The method itself, without the way over the queue. */
  here: Here;
}

interface Routed {
  readonly router: HostRouter;
}

/**
 * Runs a method on the host that owns the server, which is its first argument: here when that is this host, else through
 * the queue. Arguments and answer go as JSON, so the answer must not hold dates.
 *
 * @param action its name in stored commands; never changes
 * @param waits seconds the method may wait for by itself, from its arguments
 */
export const OnOwner =
  (action: string, waits: (args: readonly unknown[]) => number = () => 0) =>
  <A extends [serverId: number, ...rest: never[]], R>(_target: Routed, _name: string | symbol, descriptor: TypedPropertyDescriptor<(...args: A) => Promise<R>>): void => {
    const here = descriptor.value;
    if (here === undefined) return;
    const routed = function (this: Routed, ...args: A): Promise<R> {
      return this.router.run(action, args, () => here.apply(this, args), waits(args));
    };
    Reflect.defineMetadata(OWNER_ACTION, { action, here } satisfies OwnerAction, routed);
    descriptor.value = routed;
  };
