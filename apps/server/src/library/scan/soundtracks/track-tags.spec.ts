import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTool } from '../../../../../../test/support/audio-files.js';
import { hasReadableTags, readTrackCover, readTrackTags } from './track-tags.js';

const ffmpeg = (...words: string[]): Buffer => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);
const TAGS = ['title=Théme', 'artist=Band', 'album=OST', 'genre=Game', 'date=1998-05-01', 'track=3/12', 'disc=2/2'].flatMap((tag) => ['-metadata', tag]);
const NOTHING = { title: null, artist: null, album: null, genre: null, year: null, track: null, disc: null, has_embedded_cover: false };

describe('which files are looked into', () => {
  it.each([
    ['a.mp3', 1, true],
    ['A.FLAC', 512 * 2 ** 20, true],
    ['a.wav', 512 * 2 ** 20 + 1, false],
    ['a.mid', 1, false],
    ['mp3', 1, true],
    ['cover.png', 1, false],
  ])('%s of %i bytes: %s', (name, size, wanted) => expect(hasReadableTags(name, size)).toBe(wanted));
});

describe.skipIf(!hasTool('ffmpeg'))('the tags of a real file', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const sound = (name: string, ...words: string[]): string => {
    ffmpeg('-f', 'lavfi', '-i', 'sine=d=2:r=48000', ...words, at(name));
    return at(name);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'track-tags-'));
    ffmpeg('-f', 'lavfi', '-i', 'color=red:s=32x32', '-frames:v', '1', at('cover.png'));
    ffmpeg('-i', at('cover.png'), at('cover.jpg'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['mp3', []],
    ['ogg', ['-c:a', 'libvorbis']],
    ['oga', ['-c:a', 'libvorbis']],
    ['opus', []],
    ['m4a', []],
    ['flac', []],
  ])('are read of .%s', async (extension, codec) => {
    const tags = await readTrackTags(sound(`a.${extension}`, ...codec, ...TAGS));
    expect(tags).toMatchObject({ title: 'Théme', artist: 'Band', album: 'OST', genre: 'Game', year: 1998, track: 3, disc: 2, has_embedded_cover: false });
    expect(tags.duration_seconds).toBeCloseTo(2, 0);
  });

  it('are fewer where the format has none', async () => {
    expect(await readTrackTags(sound('plain.wav'))).toEqual({ ...NOTHING, duration_seconds: 2 });
    expect(await readTrackTags(sound('plain.aac', ...TAGS))).toMatchObject(NOTHING);
  });

  it.each([
    ['mp3', 'png'],
    ['mp3', 'jpg'],
    ['flac', 'png'],
    ['m4a', 'jpg'],
  ])('come with the cover that an .%s carries as %s, byte for byte', async (extension, picture) => {
    const plain = sound(`plain.${extension}`);
    const path = at(`with-${picture}.${extension}`);
    ffmpeg('-i', plain, '-i', at(`cover.${picture}`), '-map', '0:a', '-map', '1', '-c', 'copy', '-disposition:v:0', 'attached_pic', path);
    expect((await readTrackTags(path)).has_embedded_cover).toBe(true);
    const cover = await readTrackCover(path);
    expect(cover?.extension).toBe(picture);
    expect(Buffer.from(cover?.bytes ?? []).equals(readFileSync(at(`cover.${picture}`)))).toBe(true);
    expect(await readTrackCover(plain)).toBeUndefined();
  });

  it('are refused with a reason of what is no sound, or cut short', async () => {
    writeFileSync(at('text.mp3'), 'this is no music '.repeat(100));
    writeFileSync(at('empty.ogg'), '');
    sound('cut.m4a');
    truncateSync(at('cut.m4a'), 2000);
    for (const name of ['text.mp3', 'empty.ogg', 'cut.m4a', 'absent.mp3']) await expect(readTrackTags(at(name)), name).rejects.toThrow(/./u);
  });
});
