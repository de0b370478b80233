import type { z } from 'zod';

/** How a failed attempt is followed by the next. */
export interface Backoff {
  readonly kind: 'fixed' | 'exponential';
  /** Milliseconds before the second attempt. */
  readonly delay: number;
}

export interface JobOptions<Payload> {
  /** Checked when a job is added and again before it runs. */
  readonly payload: z.ZodType<Payload>;
  /** Jobs of this name that run at the same time in one instance. Default 1. */
  readonly concurrency?: number;
  /** Runs in all, counting the first. Default 1. */
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /** Milliseconds after which an attempt is aborted and counts as failed. None by default: long work reports progress instead. */
  readonly timeout?: number;
  /** Each job of this name is meant for one node, see {@link AddOptions.node}. */
  readonly perNode?: boolean;
}

/** A kind of background work: its name and what it is given. The name goes into stored jobs, so it never changes. */
export interface JobDefinition<Name extends string = string, Payload = unknown> {
  readonly name: Name;
  readonly payload: z.ZodType<Payload>;
  readonly concurrency: number;
  readonly attempts: number;
  readonly backoff: Backoff;
  readonly timeout: number | undefined;
  readonly perNode: boolean;
}

/** The payload type of a definition. */
export type PayloadOf<D> = D extends JobDefinition<string, infer P> ? P : never;

const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/**
 * Declares a job, e.g. `defineJob('library.scan', { payload: z.object({ type: z.string() }) })`.
 * @param name `<module>.<what>`
 */
export function defineJob<Name extends string, Payload>(name: Name, options: JobOptions<Payload>): JobDefinition<Name, Payload> {
  if (!NAME.test(name)) throw new Error(`"${name}" is no job name; it has to look like "library.scan"`);
  return {
    name,
    payload: options.payload,
    concurrency: options.concurrency ?? 1,
    attempts: options.attempts ?? 1,
    backoff: options.backoff ?? { kind: 'exponential', delay: 1000 },
    timeout: options.timeout,
    perNode: options.perNode ?? false,
  };
}
