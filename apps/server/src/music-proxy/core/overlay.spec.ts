import { describe, expect, it } from 'vitest';
import { change, overlay, placed } from './overlay.js';

const song = (itemId: string) => ({ itemId, duration: 10 });
const names = (entries: ReturnType<typeof overlay>) => entries.map((entry) => ('local' in entry ? entry.local : entry.external.itemId));

describe('external songs in a playlist of the backend', () => {
  it('stand where they were put', () => {
    expect(names(overlay(3, [{ position: 1, ...song('a') }, { position: 4, ...song('b') }]))).toEqual([0, 'a', 1, 2, 'b']);
    expect(names(overlay(2, []))).toEqual([0, 1]);
    expect(names(overlay(0, [{ position: 0, ...song('a') }, { position: 1, ...song('a') }]))).toEqual(['a', 'a']);
  });

  it('move to the end when the backend’s list has become shorter', () => {
    expect(names(overlay(1, [{ position: 5, ...song('b') }, { position: 2, ...song('a') }]))).toEqual([0, 'a', 'b']);
  });

  it('are removed and added by their index in the whole list', () => {
    const entries = overlay(3, [{ position: 1, ...song('a') }, { position: 3, ...song('b') }]);
    expect(names(entries)).toEqual([0, 'a', 1, 'b', 2]);
    expect(change(entries, [1, 2, 99], ['local', song('c')])).toEqual({ removeLocal: [1], additions: [{ position: 1, ...song('b') }, { position: 4, ...song('c') }] });
    expect(change(entries, [4, 0], [])).toEqual({ removeLocal: [0, 2], additions: [{ position: 0, ...song('a') }, { position: 2, ...song('b') }] });
  });

  it('may be all of a list', () => {
    expect(placed([song('a'), 'local', song('b')])).toEqual([{ position: 0, ...song('a') }, { position: 2, ...song('b') }]);
  });
});
