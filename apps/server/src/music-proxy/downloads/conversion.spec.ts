import { describe, expect, it } from 'vitest';
import type { AudioFacts, Quality } from '../providers/provider.js';
import { asksForConversion, conversionOf, lesserQuality } from './conversion.js';

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
    expect(conversionOf(wish(undefined, 1000), { container: 'flac', bitrate: 2000 })).toEqual({ container: 'mp3', bitrate: 320 });
    expect(conversionOf(wish(undefined, 99_999), { container: 'flac', bitrate: 2000 })).toBeUndefined();
  });

  it('is the format asked for, at a usual rate and never above the file’s own', () => {
    expect(conversionOf(wish('mp3'), { container: 'flac', bitrate: 900 })).toEqual({ container: 'mp3', bitrate: 320 });
    expect(conversionOf(wish('oga'), { container: 'mp3', bitrate: 128 })).toEqual({ container: 'ogg', bitrate: 128 });
    expect(conversionOf(wish('flac'), { container: 'mp3', bitrate: 320 })).toEqual({ container: 'flac', bitrate: undefined });
    expect(conversionOf(wish('flac', 128), { container: 'wav' })).toEqual({ container: 'mp3', bitrate: 128 });
  });

  it('is nothing where the provider has a lesser quality that will do: the best of those', () => {
    const has: Partial<Record<Quality, AudioFacts>> = { hires: { container: 'flac' }, lossless: { container: 'flac' }, high: { container: 'm4a', bitrate: 320 }, low: { container: 'm4a', bitrate: 96 } };
    const lesser = (format?: string, maxBitrate = 0, wanted: Quality = 'lossless') => lesserQuality(wish(format, maxBitrate), wanted, (quality) => has[quality]);
    expect([lesser(undefined, 320), lesser(undefined, 319), lesser(undefined, 96), lesser(undefined, 95)]).toEqual(['high', 'low', 'low', undefined]);
    // What the operator wants will do, or the player takes no such file.
    expect([lesser(undefined, 320, 'high'), lesser('raw', 96), lesser(), lesser('mp3', 320), lesser('opus')]).toEqual(Array.from({ length: 5 }));
    expect(lesserQuality(wish('mp3'), 'hires', (quality) => (quality === 'high' ? { container: 'mp3', bitrate: 320 } : { container: 'flac' }))).toBe('high');
    expect(lesserQuality(wish(undefined, 128), 'lossless', () => undefined)).toBeUndefined();
  });

  it('takes a file of unknown rate for the fastest of its kind', () => {
    expect(conversionOf(wish(undefined, 256), { container: 'mp3' })).toEqual({ container: 'mp3', bitrate: 256 });
    expect(conversionOf(wish(undefined, 320), { container: 'wav' })).toEqual({ container: 'mp3', bitrate: 320 });
  });
});
