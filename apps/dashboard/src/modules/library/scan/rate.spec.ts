import { describe, expect, it } from 'vitest';
import { addSample, rateOf, secondsLeft, type Sample } from './rate.js';

const series = (...points: [number, number][]): Sample[] => points.reduce<Sample[]>((samples, [at, count]) => addSample(samples, { at, count }), []);

describe('rate of a scan', () => {
  it('is unknown before half a second has passed', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf(series([0, 0], [400, 90]))).toBeNull();
  });

  it('is measured over the last ten seconds only', () => {
    const samples = series([0, 0], [5000, 5000], [12_000, 5700], [16_000, 6100]);
    expect(samples[0]).toEqual({ at: 12_000, count: 5700 });
    expect(rateOf(samples)).toBe(100);
  });

  it('keeps the last sample through a long silence', () => {
    expect(rateOf(series([0, 0], [30_000, 300]))).toBe(10);
  });

  it('tells the time left, and nothing when the scan stands still', () => {
    expect(secondsLeft(series([0, 0], [2000, 200]), 1200)).toBe(10);
    expect(secondsLeft(series([0, 50], [2000, 50]), 1200)).toBeNull();
    expect(secondsLeft(series([0, 0], [2000, 1300]), 1200)).toBe(0);
  });
});
