import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace.js';

let now = 0;
beforeEach(() => {
  now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

/** Turns of the event loop that others get meanwhile. */
async function turnsOf(rest: Promise<void>): Promise<number> {
  let turns = 0;
  let over = false;
  const count = (): void => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await rest;
  over = true;
  return turns;
}

describe('the pace of long work', () => {
  it('gives others many turns after a stretch of it, and none for little work', async () => {
    const pace = new Pace();
    const turns: boolean[] = [];
    for (let piece = 0; piece < 4; piece += 1) {
      now += 2;
      turns.push((await turnsOf(pace.between())) > 5);
    }
    expect(turns).toEqual([false, true, false, true]);
  });

  it('does not count what was waited for', async () => {
    const pace = new Pace();
    now += 60_000;
    pace.begin();
    expect(await turnsOf(pace.between())).toBe(0);
  });
});
