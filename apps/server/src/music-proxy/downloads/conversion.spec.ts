import { describe, expect, it } from 'vitest';
import { asksForConversion, conversionOf } from './conversion.js';

const wish = (format?: string, maxBitrate = 0) => ({ format, maxBitrate, offset: 0 });

describe('what a file is turned into for a player', () => {
  it('is nothing for one that takes it as it is', () => {
    for (const one of [wish(), wish('raw', 128), wish('RAW'), wish('flac'), wish('nonsense')]) expect(conversionOf(one, { container: 'flac', bitrate: 900 })).toBeUndefined();
    expect(conversionOf(wish(undefined, 320), { container: 'mp3', bitrate: 320 })).toBeUndefined();
    expect(conversionOf(wish('mp3', 192), { container: 'mp3', bitrate: 128 })).toBeUndefined();
    expect(asksForConversion(wish('raw', 128))).toBe(false);
  });

  it('keeps to the rate asked for, and to what makes sense', () => {
    expect(conversionOf(wish(undefined, 128), { container: 'flac', bitrate: 900 })).toEqual({ container: 'mp3', bitrate: 128 });
    expect(conversionOf(wish('opus', 96), { container: 'mp3', bitrate: 320 })).toEqual({ container: 'opus', bitrate: 96 });
    expect(conversionOf(wish(undefined, 1), { container: 'flac' })).toEqual({ container: 'mp3', bitrate: 32 });
    expect(conversionOf(wish(undefined, 99_999), { container: 'flac', bitrate: 2000 })).toEqual({ container: 'mp3', bitrate: 320 });
  });

  it('is the format asked for, at a usual rate and never above the file’s own', () => {
    expect(conversionOf(wish('mp3'), { container: 'flac', bitrate: 900 })).toEqual({ container: 'mp3', bitrate: 320 });
    expect(conversionOf(wish('oga'), { container: 'mp3', bitrate: 128 })).toEqual({ container: 'ogg', bitrate: 128 });
    expect(conversionOf(wish('flac'), { container: 'mp3', bitrate: 320 })).toEqual({ container: 'flac', bitrate: undefined });
    expect(conversionOf(wish('flac', 128), { container: 'wav' })).toEqual({ container: 'mp3', bitrate: 128 });
  });

  it('takes a file of unknown rate for the fastest of its kind', () => {
    expect(conversionOf(wish(undefined, 256), { container: 'mp3' })).toEqual({ container: 'mp3', bitrate: 256 });
    expect(conversionOf(wish(undefined, 320), { container: 'wav' })).toEqual({ container: 'mp3', bitrate: 320 });
  });
});
