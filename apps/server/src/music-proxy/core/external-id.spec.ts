import { describe, expect, it } from 'vitest';
import { curatorSlug, decodeProviderId, encodeProviderId, formatExternalId, looksExternal, parseExternalId } from './external-id.js';

describe('external ids', () => {
  it.each([
    ['ext-deezer-song-123456', { kind: 'song', provider: 'deezer', id: '123456' }],
    ['ext-qobuz-album-a-b-c', { kind: 'album', provider: 'qobuz', id: 'a-b-c' }],
    ['ext-deezer-artist-259', { kind: 'artist', provider: 'deezer', id: '259' }],
    ['ext-deezer-curator-some-body', { kind: 'curator', provider: 'deezer', id: 'some-body' }],
    ['curator-deezer-some-body', { kind: 'curator', provider: 'deezer', id: 'some-body' }],
    ['pl-squidwtf-1b2c-3d', { kind: 'playlist', provider: 'squidwtf', id: '1b2c-3d' }],
    ['PL-Deezer-9', { kind: 'playlist', provider: 'deezer', id: '9' }],
    ['ext-deezer-123', { kind: 'song', provider: 'deezer', id: '123' }],
  ])('reads %s', (text, expected) => {
    expect(parseExternalId(text)).toEqual(expected);
  });

  it.each(['', 'al-12', '42', 'ext-', 'ext-deezer', 'ext-deezer-song-', 'pl-deezer-', 'pl--9', 'ext-deezer-song-../../etc', 'ext-deezer-song-..', 'ext-deezer-song-a%2fb', 'ext-deezer-song-a b', 'ext-de.ezer-song-1', `ext-deezer-song-${'9'.repeat(600)}`])(
    'refuses %s',
    (text) => {
      expect(parseExternalId(text)).toBeUndefined();
    },
  );

  it('knows what claims to be external even when it does not parse', () => {
    expect(['ext-deezer-song-../x', 'pl-', 'curator-x', 'EXT-a'].every(looksExternal)).toBe(true);
    expect(['al-1', 'extra', 'a-ext-1', '123'].some(looksExternal)).toBe(false);
  });

  it('writes what it reads and always the typed form', () => {
    for (const text of ['ext-deezer-song-song-1', 'pl-deezer-1-2', 'ext-qobuz-curator-x']) {
      const id = parseExternalId(text);
      expect(id && formatExternalId(id)).toBe(text);
    }
  });

  it('packs free text and refuses forged packings', () => {
    const packed = encodeProviderId('live/1977 – Ärger.flac');
    expect(parseExternalId(`ext-archive-song-${packed}`)?.id).toBe(packed);
    expect(decodeProviderId(packed)).toBe('live/1977 – Ärger.flac');
    expect(decodeProviderId('!!!')).toBeUndefined();
    expect(decodeProviderId('_w')).toBeUndefined();
  });

  it('makes slugs of curators', () => {
    expect([curatorSlug('Deezer  Rock Editor'), curatorSlug(undefined), curatorSlug('日本'), curatorSlug('a/b')]).toEqual(['deezer-rock-editor', 'unknown', 'unknown', 'ab']);
  });
});
