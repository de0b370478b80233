import { describe, expect, it } from 'vitest';
import { countFilters, listParams, validateGallery } from './filters.js';
import { letterStops, windowsOf, WINDOW } from './windows.js';

describe('windowsOf', () => {
  it('names every window that the visible rows touch', () => {
    expect(windowsOf(0, 10, 1000)).toEqual([0]);
    expect(windowsOf(WINDOW - 1, WINDOW, 1000)).toEqual([0, 1]);
    expect(windowsOf(99_990, 100_050, 100_000)).toEqual([1388]);
  });

  it('is empty for an empty list', () => {
    expect(windowsOf(0, 20, 0)).toEqual([]);
  });

  it('never goes below the first window', () => {
    expect(windowsOf(-12, 3, 50)).toEqual([0]);
  });
});

describe('letterStops', () => {
  it('gathers digits and signs and keeps the order of the list', () => {
    expect(letterStops({ '0': 3, '[': 0, a: 10, z: 90 })).toEqual([
      { letter: '#', offset: 0 },
      { letter: 'A', offset: 10 },
      { letter: 'Z', offset: 90 },
    ]);
  });

  it('follows a descending list', () => {
    expect(letterStops({ a: 90, b: 40, z: 0 }).map((stop) => stop.letter)).toEqual(['Z', 'B', 'A']);
  });
});

describe('the address of the gallery', () => {
  it('keeps what is valid and drops the rest', () => {
    const search = validateGallery({ q: 'mario', platform: ['3', 'x', '-1'], order: 'drop table', dir: 'desc', regions: 'USA', missing: 'maybe', matched: 'true' });
    expect(search).toEqual({ q: 'mario', platform: ['3'], dir: 'desc', regions: ['USA'], matched: 'true' });
    expect(countFilters(search)).toBe(2);
  });

  it('becomes parameters of the list', () => {
    expect(listParams({ q: 'mario', platform: ['3'], regions: ['USA'], missing: 'false', view: 'list' })).toEqual({
      search_term: 'mario',
      platform_ids: [3],
      missing: false,
      regions: ['USA'],
      order_by: 'name',
      order_dir: 'asc',
    });
  });
});
