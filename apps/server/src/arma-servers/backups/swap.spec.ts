import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exists, planMove, swapBack, swapIn, type Move } from './swap.js';

let root: string;
const at = (...parts: string[]): string => join(root, ...parts);
const text = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'swap-'));
  for (const folder of ['live/a', 'fresh/a', 'fresh/new', 'live/gone']) await mkdir(at(folder), { recursive: true });
  for (const [path, content] of [['live/a/x', 'old'], ['fresh/a/x', 'new'], ['fresh/new/x', 'new'], ['live/gone/x', 'old']] as const) await writeFile(at(path), content);
});
afterEach(() => rm(root, { recursive: true }));

const plan = async (): Promise<Move[]> => [await planMove(at('live/a'), at('fresh/a'), at('old/a')), await planMove(at('live/new'), at('fresh/new'), at('old/new')), await planMove(at('live/gone'), at('fresh/gone'), at('old/gone'))];
const before = async (): Promise<void> => {
  expect(await Promise.all(['live/a/x', 'live/new/x', 'live/gone/x'].map((path) => text(at(path))))).toEqual(['old', undefined, 'old']);
};

describe('swapping folders', () => {
  it('puts the fresh ones in, and takes away what has no fresh one', async () => {
    await swapIn(await plan());
    expect(await Promise.all(['live/a/x', 'live/new/x', 'live/gone/x', 'old/a/x', 'old/gone/x'].map((path) => text(at(path))))).toEqual(['new', 'new', undefined, 'old', 'old']);
  });

  it('can be undone, also twice', async () => {
    const moves = await plan();
    await swapIn(moves);
    await swapBack(moves);
    await before();
    await swapBack(moves);
    await before();
  });

  it('can be undone after any step at which it broke off', async () => {
    const moves = await plan();
    const steps: [string, string][] = moves.flatMap(({ live, fresh, old, had_live: had, has_fresh: has }): [string, string][] => [...(had ? [[live, old] as [string, string]] : []), ...(has ? [[fresh, live] as [string, string]] : [])]);
    for (let done = 0; done <= steps.length; done += 1) {
      await mkdir(at('old'), { recursive: true });
      for (const [from, to] of steps.slice(0, done)) await rename(from, to);
      await swapBack(moves);
      await before();
      expect(await exists(at('fresh/a/x'))).toBe(true);
    }
  });
});
