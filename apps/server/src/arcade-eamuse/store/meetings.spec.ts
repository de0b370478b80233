import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestArcade } from '../testing/test-arcade.js';
import { Doc } from './document.js';

const NOW = 1_700_000_000;
const HOUR = 3600;
let arcade: TestArcade;
let users: number[];

beforeEach(async () => {
  arcade = await TestArcade.start();
  users = [];
  for (let i = 0; i < 3; i++) users.push(await arcade.data.sql.insert('arcade_users', { created_at: NOW }));
});
afterEach(() => arcade.stop());

describe.each(['lobbies', 'playSessions'] as const)('%s', (kind) => {
  it('are one per player and version: saving again keeps the id, refreshes the time and replaces the data', async () => {
    const [a = 0, b = 0] = users;
    const meetings = arcade.data[kind];
    const id = await meetings.save('reflec', 2, a, NOW, new Doc({ mid: 1, gone: true }));
    expect(await meetings.save('reflec', 2, b, NOW, new Doc())).not.toBe(id);
    expect(await meetings.save('reflec', 3, a, NOW, new Doc())).not.toBe(id);
    expect(await meetings.save('reflec', 2, a, NOW + 60, new Doc({ mid: 2, id: 99, time: 7 }))).toBe(id);
    expect(await meetings.of('reflec', 2, a, NOW + 60)).toEqual({ id, userId: a, time: NOW + 60, doc: new Doc({ mid: 2 }) });
  });

  it('are seen for an hour, or as long as a game wants', async () => {
    const [a = 0, b = 0] = users;
    const meetings = arcade.data[kind];
    await meetings.save('reflec', 2, a, NOW, new Doc());
    await meetings.save('reflec', 2, b, NOW + 100, new Doc());
    const seen = async (now: number, age?: number): Promise<number[]> => (await meetings.list('reflec', 2, now, age)).map(({ userId }) => userId);
    expect([await seen(NOW + HOUR - 1), await seen(NOW + HOUR), await seen(NOW + 120, 60), await seen(NOW + HOUR, 10 * HOUR)]).toEqual([[a, b], [b], [b], [b]]);
    expect(await meetings.of('reflec', 2, a, NOW + HOUR)).toBeUndefined();
  });

  it('are cleared away when one of them ends', async () => {
    const [a = 0, b = 0, c = 0] = users;
    const meetings = arcade.data[kind];
    for (const [i, user] of [a, b, c].entries()) await meetings.save('reflec', 2, user, NOW + i * 100, new Doc());
    const rows = async (): Promise<number> => (await arcade.data.sql.all(`SELECT id FROM ${kind === 'lobbies' ? 'arcade_lobbies' : 'arcade_play_sessions'}`)).length;
    await meetings.removeOf('reflec', 2, c, NOW + 200);
    expect(await rows()).toBe(2);
    await meetings.remove(0, NOW + HOUR);
    expect(await rows()).toBe(1);
    expect((await meetings.list('reflec', 2, NOW + HOUR)).map(({ userId }) => userId)).toEqual([b]);
  });
});
