import 'reflect-metadata';
import type { HostRouter } from './host-router.js';

/** Where {@link OnOwner} and {@link OnHost} leave what it knows, on the method's function. */
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

/** A method that goes by way of the queue when it is called on a host that is not the one. */
const travels =
  <A extends unknown[], R>(action: string, run: (router: HostRouter, args: A, here: () => Promise<R>) => Promise<R>) =>
  (_target: Routed, _name: string | symbol, descriptor: TypedPropertyDescriptor<(...args: A) => Promise<R>>): void => {
    const here = descriptor.value;
    if (here === undefined) return;
    const routed = function (this: Routed, ...args: A): Promise<R> {
      return run(this.router, args, () => here.apply(this, args));
    };
    Reflect.defineMetadata(OWNER_ACTION, { action, here } satisfies OwnerAction, routed);
    descriptor.value = routed;
  };

/**
 * Runs a method on the host that owns the server, which is its first argument: here when that is this host, else through
 * the queue. Arguments and answer go as JSON, so the answer must not hold dates.
 *
 * @param action its name in stored commands; never changes
 * @param waits seconds the method may wait for by itself, from its arguments
 */
export const OnOwner =
  (action: string, waits: (args: readonly unknown[]) => number = () => 0) =>
  <A extends [serverId: number, ...rest: never[]], R>(target: Routed, name: string | symbol, descriptor: TypedPropertyDescriptor<(...args: A) => Promise<R>>): void =>
    travels<A, R>(action, (router, args, here) => router.run(action, args, here, waits(args)))(target, name, descriptor);

/** Like {@link OnOwner} for what is of a host and of no server: the first argument is the id of the host. */
export const OnHost =
  (action: string) =>
  <A extends [hostId: string, ...rest: never[]], R>(target: Routed, name: string | symbol, descriptor: TypedPropertyDescriptor<(...args: A) => Promise<R>>): void =>
    travels<A, R>(action, (router, args, here) => router.runOn(args[0], action, args, here))(target, name, descriptor);
