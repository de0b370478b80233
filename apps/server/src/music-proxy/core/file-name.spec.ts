import { describe, expect, it } from 'vitest';
import { safeSegment, trackPath } from './file-name.js';

describe('safeSegment', () => {
  it.each([
    ['AC/DC', 'AC_DC'],
    ['What? <No>: "a|b*c\\d"', 'What_ _No__ _a_b_c_d_'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['...', 'Unknown'],
    ['   ', 'Unknown'],
    ['', 'Unknown'],
    ['.hidden', 'hidden'],
    ['Vol. 4.', 'Vol. 4'],
    ['name. . ', 'name'],
    ['CON', '_CON'],
    ['nul.flac', '_nul.flac'],
    ['Com1', '_Com1'],
    ['Console', 'Console'],
    ['a\u0000b\u001fc\u007f', 'a_b_c_'],
    ['evil\u202Ecalf.exe', 'evil_calf.exe'],
    ['e\u0301', '\u00e9'],
  ])('%j → %j', (from, to) => {
    expect(safeSegment(from)).toBe(to);
  });

  it('cuts by bytes and never inside a character', () => {
    const cut = safeSegment('🎵'.repeat(300));
    expect(Buffer.byteLength(cut)).toBe(200);
    expect(cut).toBe('🎵'.repeat(50));
    expect(Buffer.byteLength(safeSegment('ä'.repeat(300)))).toBeLessThanOrEqual(200);
  });
});

describe('trackPath', () => {
  const song = { provider: 'deezer', id: '1', title: 'Title', artists: [{ name: 'Artist' }], album: { name: 'Album' }, track: 1 };

  it('follows the layout', () => {
    expect(trackPath(song, 'flac')).toBe('Artist/Album/01 - Title.flac');
    expect(trackPath({ ...song, albumArtist: 'Various', disc: 1, totalDiscs: 2 }, 'mp3')).toBe('Various/Album/1-01 - Title.mp3');
    expect(trackPath({ provider: 'x', id: '1', title: 'Single', artists: [] }, 'mp3')).toBe('Unknown/Unknown/Single.mp3');
    expect(trackPath({ ...song, track: 112 }, 'opus')).toBe('Artist/Album/112 - Title.opus');
  });

  it('keeps name and extension within the limit', () => {
    const path = trackPath({ ...song, title: 'é'.repeat(300) }, 'flac');
    expect(Buffer.byteLength(path.split('/')[2] ?? '')).toBeLessThanOrEqual(200);
    expect(path.endsWith('.flac')).toBe(true);
  });

  it('never leaves its root, whatever the names', () => {
    expect(trackPath({ ...song, title: '..', albumArtist: '..', album: { name: '/' } }, 'flac').split('/')).not.toContain('..');
  });
});
