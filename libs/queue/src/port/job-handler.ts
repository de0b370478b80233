import 'reflect-metadata';
import type { JobContext } from './job-context.js';
import type { JobDefinition } from './job-definition.js';

/** Where {@link JobHandler} leaves the definition, on the method's function. */
export const JOB_HANDLER = Symbol('rumpus:job-handler');

type Handler<Payload> = (payload: Payload, context: JobContext) => Promise<unknown>;

/**
 * Marks a provider's method as the one that does the job. What it returns (JSON) is kept with the finished job.
 * The start fails when a job has no handler or two.
 */
export const JobHandler =
  <Payload>(definition: JobDefinition<string, Payload>) =>
  (_target: object, _name: string | symbol, descriptor: TypedPropertyDescriptor<Handler<Payload>>): void => {
    if (descriptor.value !== undefined) Reflect.defineMetadata(JOB_HANDLER, definition, descriptor.value);
  };
