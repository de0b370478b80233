import type { JobContext } from '../port/job-context.js';
import type { JobDefinition } from '../port/job-definition.js';

export type BoundHandler = (payload: unknown, context: JobContext) => Promise<unknown>;

/** A definition with the method that does it. */
export interface HandledJob {
  readonly definition: JobDefinition;
  readonly handler: BoundHandler;
}

/**
 * Pairs definitions with handlers.
 * @throws Error that names every job without a handler, with two, or handled but not declared
 */
export function pairHandlers(definitions: readonly JobDefinition[], found: readonly HandledJob[]): ReadonlyMap<string, HandledJob> {
  const faults: string[] = [];
  const declared = new Set<string>();
  for (const { name } of definitions) {
    if (declared.has(name)) faults.push(`job ${name} is declared twice`);
    declared.add(name);
    const count = found.filter((job) => job.definition.name === name).length;
    if (count === 0) faults.push(`job ${name} has no handler`);
    if (count > 1) faults.push(`job ${name} has ${count} handlers`);
  }
  for (const { definition } of found) if (!declared.has(definition.name)) faults.push(`job ${definition.name} has a handler but is not declared by its module`);
  if (faults.length > 0) throw new Error(`The job table is wrong: ${faults.join('; ')}`);
  return new Map(found.map((job) => [job.definition.name, job]));
}
