import { lstat, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One file or folder that is put in the place of another. All three lie on one file system. */
export const MOVE = z.strictObject({ live: z.string(), fresh: z.string(), old: z.string(), had_live: z.boolean(), has_fresh: z.boolean() });
export type Move = z.infer<typeof MOVE>;

export const exists = (path: string): Promise<boolean> => lstat(path).then(() => true, () => false);

/** Plans a move from what is there now. */
export async function planMove(live: string, fresh: string, old: string): Promise<Move> {
  return { live, fresh, old, had_live: await exists(live), has_fresh: await exists(fresh) };
}

/** Puts everything fresh in its place. When a step fails the caller swaps back. */
export async function swapIn(moves: readonly Move[]): Promise<void> {
  for (const { live, fresh, old, had_live: hadLive, has_fresh: hasFresh } of moves) {
    await mkdir(dirname(old), { recursive: true, mode: 0o700 });
    await mkdir(dirname(live), { recursive: true, mode: 0o700 });
    if (hadLive) await rename(live, old);
    if (hasFresh) await rename(fresh, live);
  }
}

/** Undoes as many steps as were done; doing it twice does no harm. */
export async function swapBack(moves: readonly Move[]): Promise<void> {
  for (const { live, fresh, old, had_live: hadLive, has_fresh: hasFresh } of [...moves].reverse()) {
    const taken = !hadLive || (await exists(old));
    if (hasFresh && taken && !(await exists(fresh)) && (await exists(live))) await rename(live, fresh);
    if (hadLive && (await exists(old))) await rename(old, live);
  }
}
