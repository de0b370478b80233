import { describe, expect, it } from 'vitest';
import { PlayerState } from './player-state.js';

const second = 1000;

describe('what a player plays and what it fetches ahead', () => {
  it('takes the next track for fetched ahead while the current one still sounds, and for played when it is over', () => {
    const player = new PlayerState();
    const first = player.ask('a', 180, 0);
    player.left(first.track, true);
    expect([first.purpose, player.ask('b', 200, 5 * second).purpose]).toEqual(['play', 'ahead']);
    player.advance(179 * second);
    expect(player.current?.itemId).toBe('a');
    player.advance(181 * second);
    expect([player.current?.itemId, player.current?.startedAt]).toEqual(['b', 180 * second]);
  });

  it('takes a track for played when the player left the one before', () => {
    const player = new PlayerState();
    player.left(player.ask('a', 180, 0).track, false);
    expect(player.ask('b', 200, 5 * second).purpose).toBe('play');
    expect([player.current?.itemId, player.fetchedAhead]).toEqual(['b', []]);
  });

  it('believes the player when it says what it plays', () => {
    const player = new PlayerState();
    player.left(player.ask('a', 180, 0).track, true);
    player.ask('b', 200, 2 * second);
    expect(player.announce('b', undefined, 10 * second)).toMatchObject({ itemId: 'b', startedAt: 10 * second, length: 200 });
    expect(player.fetchedAhead).toEqual([]);
  });

  it('does not take a seek for another play', () => {
    const player = new PlayerState();
    player.left(player.ask('a', 180, 0).track, false);
    expect(player.ask('a', 180, 20 * second)).toMatchObject({ purpose: 'play', track: { startedAt: 0, brokenOff: false } });
  });

  it('knows when a track was heard, and that one that was left early was not', () => {
    const player = new PlayerState();
    const { track } = player.ask('a', 180, 0);
    expect([player.hasHeard(10, 9 * second), player.hasHeard(10, 10 * second)]).toEqual([false, true]);
    player.left(track, false);
    expect(player.hasHeard(10, 20 * second)).toBe(false);
  });

  it('forgets what was fetched long ago', () => {
    const player = new PlayerState();
    player.left(player.ask('a', 60, 0).track, true);
    player.ask('old', 60, 1 * second);
    player.announce('c', 60, 3600 * second);
    expect(player.fetchedAhead).toEqual([]);
  });
});
