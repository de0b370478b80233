import { describe, expect, it, vi } from 'vitest';

vi.mock('../../../live/socket.js', () => ({ live: { on: () => () => undefined } }));
const { withFound } = await import('./feed-store.js');

const entry = (id: number, title = `Game ${String(id)}`) => ({ id, title, platform: 'SNES' });
const found = (...entries: ReturnType<typeof entry>[]) => new Map(entries.map((one) => [one.id, one]));

describe('the feed of a scan', () => {
  it('has the newest on top', () => {
    expect(withFound([entry(1)], found(entry(2), entry(3))).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('has a game that came again once, as it is now', () => {
    expect(withFound([entry(2), entry(1)], found(entry(1, 'Renamed')))).toEqual([entry(1, 'Renamed'), entry(2)]);
  });

  it('keeps the last 200', () => {
    const lines = Array.from({ length: 200 }, (_, id) => entry(id));
    const kept = withFound(lines, found(entry(900), entry(901)));
    expect(kept).toHaveLength(200);
    expect(kept.at(-1)?.id).toBe(197);
  });
});
