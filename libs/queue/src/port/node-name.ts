import type { JobDefinition } from './job-definition.js';

const NODE = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Under which name a job is stored: `name`, or `name@node` when one node has to run it. Neither part can hold an `@`.
 *
 * @throws Error when a node is missing, or given for a job that any instance may run
 */
export function storedName({ name, perNode }: Pick<JobDefinition, 'name' | 'perNode'>, node: string | undefined): string {
  if (perNode !== (node !== undefined)) throw new Error(perNode ? `job ${name} needs the node it is meant for` : `job ${name} is not meant for single nodes`);
  if (node === undefined) return name;
  if (!NODE.test(node)) throw new Error(`"${node}" is no name of a node`);
  return `${name}@${node}`;
}

/** The two parts of a stored name. */
export function nameAndNode(stored: string): { name: string; node: string | null } {
  const at = stored.indexOf('@');
  return at < 0 ? { name: stored, node: null } : { name: stored.slice(0, at), node: stored.slice(at + 1) };
}
