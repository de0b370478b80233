import { describe, expect, it } from 'vitest';
import { besideFile, parseLrc, wordsFile } from './lrc.js';
import { writeM3u } from './m3u.js';

it('writes M3U with relative paths and one line per name', () => {
  expect(
    writeM3u('My\nlist', [
      { artist: 'A', title: 'T', duration: 200.4, path: '../A/B/01 - T.flac' },
      { artist: 'B\r\n#EXTINF', title: 'U', path: '../x.mp3' },
    ]),
  ).toBe('#EXTM3U\n#PLAYLIST:My list\n#EXTINF:200,A - T\n../A/B/01 - T.flac\n#EXTINF:-1,B #EXTINF - U\n../x.mp3\n');
});

describe('parseLrc', () => {
  it('reads two and three digit fractions, none, and several stamps', () => {
    expect(parseLrc('[ar:Someone]\n[01:02.5]c\n[00:10.25][00:05]a\r\n[00:07.123]b')).toEqual({
      synced: true,
      lines: [{ start: 5000, value: 'a' }, { start: 7123, value: 'b' }, { start: 10_250, value: 'a' }, { start: 62_500, value: 'c' }],
    });
  });

  it('applies the offset and never goes below zero', () => {
    expect(parseLrc('[offset:+500]\n[00:01.00]x\n[00:00.10]y').lines).toEqual([{ start: 0, value: 'y' }, { start: 500, value: 'x' }]);
  });

  it('reads what was put beside a file', () => {
    expect(besideFile('kept/A.B/01 - T.flac')).toBe('kept/A.B/01 - T.lrc');
    expect(parseLrc(wordsFile('One\r\nTwo'))).toEqual({ synced: false, lines: [{ value: 'One' }, { value: 'Two' }] });
    expect(parseLrc(wordsFile('[00:01]One')).lines).toEqual([{ start: 1000, value: 'One' }]);
  });

  it('takes plain text line by line', () => {
    expect(parseLrc('\n\nOne\n\nTwo\n')).toEqual({ synced: false, lines: [{ value: 'One' }, { value: '' }, { value: 'Two' }] });
    expect(parseLrc('')).toEqual({ synced: false, lines: [] });
  });
});
