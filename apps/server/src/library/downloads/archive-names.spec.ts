import { describe, expect, it } from 'vitest';
import { entryNames, playlist, safeFileName } from './archive-names.js';

const file = (path: string): { file_name: string; file_path: string } => ({ file_path: path.slice(0, path.lastIndexOf('/')), file_name: path.slice(path.lastIndexOf('/') + 1) });

describe('entryNames', () => {
  const files = ['roms/psx/Game/disc1.cue', 'roms/psx/Game/sub/disc1.bin', 'elsewhere/x.bin'].map(file);
  it('keeps the sub-folders of the game', () => {
    expect(entryNames(files, 'roms/psx/Game', false)).toEqual(['disc1.cue', 'sub/disc1.bin', 'x.bin']);
  });
  it('puts everything into the hidden folder', () => {
    expect(entryNames(files, 'roms/psx/Game', true)).toEqual(['.hidden/disc1.cue', '.hidden/sub/disc1.bin', '.hidden/x.bin']);
  });
  it('does not take a sibling folder with the same beginning for the game', () => {
    expect(entryNames([file('roms/psx/Game 2/a.bin')], 'roms/psx/Game', false)).toEqual(['a.bin']);
  });
});

describe('playlist', () => {
  it('lists the cue sheets when there are any', () => {
    expect(playlist([file('p/a.cue'), file('p/a.bin')], ['a.CUE', 'a.bin', 'sub/b.cue'])).toBe('a.CUE\nsub/b.cue');
  });
  it('lists every file otherwise, without a newline at the end', () => {
    expect(playlist([file('p/a.bin'), file('p/b.bin')], ['a.bin', 'b.bin'])).toBe('a.bin\nb.bin');
  });
  it('is left out when any file of the game is one, selected or not, in any case', () => {
    expect(playlist([file('p/a.bin'), file('p/Game.M3U')], ['a.bin'])).toBeUndefined();
  });
});

describe('safeFileName', () => {
  it.each([
    ['Game (USA).zip', 'Game (USA).zip'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['a\\b', 'a_b'],
    ['..', 'fallback'],
    ['\r\n', 'fallback'],
    ['x\u0000y', 'xy'],
  ])('%j', (name, safe) => expect(safeFileName(name, 'fallback')).toBe(safe));
  it('is never longer than a file name may be', () => expect(safeFileName('x'.repeat(5000), '')).toHaveLength(250));
});
