import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTool, makeAudio, probeAudio } from '../../../../../test/support/audio-files.js';
import type { Song } from '../core/models.js';
import type { Container } from '../providers/provider.js';
import { Tagger } from './tagger.js';

const song: Song = {
  provider: 'far', id: '7', title: 'Line\u0000 one\u0007; #=\\', artists: [{ name: 'Éa' }, { name: 'Zwei' }], album: { name: 'Ä'.repeat(150) }, albumArtist: 'Various', duration: 2, track: 3, totalTracks: 12, disc: 1, totalDiscs: 2,
  releaseDate: '2001-03-07', genres: ['Pop', 'Rock'], bpm: 123.4, isrc: 'GBAAA2000001', composers: ['Eine', 'Einer'], label: 'Label', copyright: '℗ X', explicit: 1,
};
/** What every container can hold, by ffprobe's names. */
const everywhere = { title: 'Line one; #=\\', artist: 'Éa, Zwei', album: 'Ä'.repeat(150), album_artist: 'Various', date: '2001-03-07', genre: 'Pop; Rock', composer: 'Eine; Einer', copyright: '℗ X' };
const vorbis = { ...everywhere, track: '3', tracktotal: '12', disc: '1', disctotal: '2', bpm: '123', isrc: 'GBAAA2000001', label: 'Label', itunesadvisory: '1', artists: 'Éa; Zwei', source: 'far', sourceid: '7' };
const expected: [Container, Record<string, string>, number][] = [
  ['flac', vorbis, 1],
  ['opus', vorbis, 0],
  ['mp3', { ...everywhere, track: '3/12', disc: '1/2', tbpm: '123', tsrc: 'GBAAA2000001', publisher: 'Label', itunesadvisory: '1', tlen: '2000' }, 1],
  ['m4a', { ...everywhere, track: '3/12', disc: '1/2', comment: 'ISRC: GBAAA2000001' }, 1],
];

// The tools give way to whatever else the machine does.
describe.skipIf(!hasTool('ffmpeg'))('tags of downloads', { timeout: 60_000 }, () => {
  let folder: string;
  let cover: Buffer;
  const tagger = new Tagger();
  /** The sound itself, whatever stands around it. */
  const soundOf = (path: string): string => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-map', '0:a', '-c', 'copy', '-f', 'md5', '-'], { encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'music-tags-'));
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'color=red:s=32x32', '-frames:v', '1', join(folder, 'cover.jpg')]);
    cover = readFileSync(join(folder, 'cover.jpg'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(expected)('%s holds all it can, with the cover, and the sound untouched', async (container, tags, pictures) => {
    const [raw, ready] = [join(folder, `raw.${container}`), join(folder, `ready.${container}`)];
    makeAudio(raw, 2, { title: 'raw', artist: 'raw', album: 'raw' });
    await tagger.tag(raw, ready, song, container, { cover, lyrics: '[00:01.00] One\n[00:02.00] Two' });
    const probed = probeAudio(ready);
    expect(Object.fromEntries(Object.entries(probed.tags).map(([key, value]) => [key, value.trim()]))).toMatchObject(tags);
    expect(Object.entries(probed.tags).find(([key]) => key.startsWith('lyrics'))?.[1].replaceAll('\r', '')).toBe('[00:01.00] One\n[00:02.00] Two');
    expect([probed.pictures, soundOf(ready) === soundOf(raw), (await tagger.probe(ready))?.sampleRate]).toEqual([pictures, true, container === 'opus' ? 48_000 : 44_100]);
  });

  it('what is no sound is refused, with nothing left behind', async () => {
    writeFileSync(join(folder, 'page.mp3'), '<html>');
    await expect(tagger.tag(join(folder, 'page.mp3'), join(folder, 'none.mp3'), song, 'mp3', {})).rejects.toThrow('ffmpeg failed');
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  it('a picture that is none is left out', async () => {
    const [raw, ready] = [join(folder, 'plain.flac'), join(folder, 'plain.ready.flac')];
    makeAudio(raw, 1, { title: 'raw', artist: 'raw', album: 'raw' });
    await tagger.tag(raw, ready, song, 'flac', { cover: Buffer.from('<svg onload="alert(1)"/>') });
    expect(probeAudio(ready).pictures).toBe(0);
  });
});
