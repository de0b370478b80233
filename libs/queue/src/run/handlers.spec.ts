import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob, type JobDefinition } from '../port/job-definition.js';
import { pairHandlers } from './handlers.js';

const a = defineJob('test.a', { payload: z.object({}) }) as JobDefinition;
const b = defineJob('test.b', { payload: z.object({}) }) as JobDefinition;
const handler = (): Promise<void> => Promise.resolve();

describe('pairHandlers', () => {
  it('pairs each job with its handler', () => {
    expect([...pairHandlers([a, b], [{ definition: b, handler }, { definition: a, handler }]).keys()].toSorted()).toEqual(['test.a', 'test.b']);
  });

  it('refuses a job without a handler and one with two, and names both', () => {
    expect(() => pairHandlers([a, b], [{ definition: b, handler }, { definition: b, handler }])).toThrow(/test\.a has no handler; job test\.b has 2 handlers/);
  });

  it('refuses a handler whose job is not declared', () => {
    expect(() => pairHandlers([a], [{ definition: a, handler }, { definition: b, handler }])).toThrow(/test\.b/);
  });

  it('refuses a name of another form', () => {
    expect(() => defineJob('scan', { payload: z.object({}) })).toThrow(/library\.scan/);
  });
});
