import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ARCHIVE_LIMITS, type ArchiveLimits } from '../archives/limits.js';
import { hashContent, hashJoined, type ContentHashes, type HashMode } from './hash-content.js';

const fixtures = new URL('../../../../../../test/fixtures/library/archives/', import.meta.url).pathname;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hash = (name: string, mode: HashMode = 'entry', limits: Partial<ArchiveLimits> = {}, progress: (bytes: number) => void = () => undefined): ContentHashes =>
  hashContent(name.startsWith('/') ? name : fixtures + name, mode, { limits: { ...DEFAULT_ARCHIVE_LIMITS, ...limits }, progress });

const digests = (...contents: (string | Buffer)[]): { crc: string; md5: string; sha1: string } => {
  const bytes = Buffer.concat(contents.map((content) => Buffer.from(content)));
  return {
    crc: crc32(bytes).toString(16).padStart(8, '0'),
    md5: createHash('md5').update(bytes).digest('hex'),
    sha1: createHash('sha1').update(bytes).digest('hex'),
  };
};
const rawDigests = async (name: string) => digests(await readFile(fixtures + name));

const single = '123456789';
const cue = 'FILE "b disc.bin" BINARY\n';
const disc = 'Rumpus test game, disc one\n';
const track = 'second level\n';
const large = Array.from({ length: 200_000 }, (_, i) => `${i + 1}\n`).join('');

describe('an archive that is an entry', () => {
  it.each(['single.zip', 'zip64.zip'])('with one member has the hashes of that member: %s', (name) => {
    expect(hash(name)).toMatchObject({ ...digests(single), members: [{ size: 9, crc_hash: 'cbf43926' }], note: null });
  });

  // The packers' own orders differ; some of these need a second pass.
  it.each(['multi.zip', 'multi.7z', 'multi.tar', 'multi.tar.gz', 'multi.tbz2', 'multi.tar.xz'])('has its members joined in path order: %s', (name) => {
    const found = hash(name);
    expect(found).toMatchObject({ ...digests(cue, disc, track), note: null });
    expect(found.members).toEqual([
      { name: 'game/a.cue', size: 25, ...prefixed(digests(cue)) },
      { name: 'game/b disc.bin', size: 27, ...prefixed(digests(disc)) },
      { name: 'game/sub/track.bin', size: 13, ...prefixed(digests(track)) },
    ]);
  });

  it('may be a rar of either kind', () => {
    expect(hash('rar5.rar')).toMatchObject({ ...digests(cue, disc, track, single), note: null });
    expect(hash('rar5-solid.rar').members?.map((member) => member.name)).toEqual(['game/a.cue', 'game/b disc.bin', 'game/sub/track.bin', 'large.bin']);
    expect(hash('rar4.rar').members?.map((member) => member.name)).toEqual(['test.txt', 'testdir/test.txt']);
    expect(hash('rar4-unicode.rar').members).toHaveLength(3);
  });

  it.each(['deflate64.zip', 'lzma.zip', 'lzma1.7z', 'ppmd.7z'])('may be packed in any way: %s', (name) => {
    expect(hash(name)).toMatchObject({ ...digests(large), members: [{ name: 'large.bin', size: large.length }], note: null });
  });

  it.each(['unicode.zip', 'unicode.7z'])('keeps names that are not ASCII: %s', (name) => {
    expect(hash(name).members).toMatchObject([{ name: '日本 é.gb' }]);
  });

  it('does not count links as members', () => expect(hash('links.tar').members).toMatchObject([{ name: 'single.gb' }]));

  it.each([
    ['encrypted.zip', 'encrypted'],
    ['encrypted.7z', 'encrypted'],
    ['encrypted-names.7z', 'encrypted'],
    ['rar5-encrypted.rar', 'encrypted'],
    ['rar4-encrypted.rar', 'encrypted'],
    ['truncated.zip', 'truncated'],
    ['fake.zip', 'not-an-archive'],
  ])('that can’t be read whole is hashed as it is, with the reason: %s is %s', async (name, problem) => {
    expect(hash(name)).toMatchObject({ ...(await rawDigests(name)), members: null, note: { problem } });
  });

  it('cut off in its directory is hashed as it is', async () => {
    const found = hash('truncated.7z');
    expect(found).toMatchObject({ ...(await rawDigests('truncated.7z')), members: null });
    expect(found.note).not.toBeNull();
  });

  it.each(['only-excluded.zip', 'empty.zip'])('with nothing in it is hashed as it is, without complaint: %s', async (name) => {
    expect(hash(name)).toMatchObject({ ...(await rawDigests(name)), members: null, note: null });
  });

  it.each<[string, Partial<ArchiveLimits>]>([
    ['more than its ratio allows', { freeBytes: 1 << 20, maxRatio: 100 }],
    ['more than anything may', { maxBytes: 1 << 20 }],
  ])('that unpacks to %s is a bomb', async (_, limits) => {
    expect(hash('zeros.7z', 'entry', limits)).toMatchObject({ ...(await rawDigests('zeros.7z')), members: null, note: { problem: 'too-large' } });
  });

  it('with too many members is a bomb', () => expect(hash('multi.zip', 'entry', { maxMembers: 2 }).note).toMatchObject({ problem: 'too-large' }));

  it('with more members than a list may hold keeps the hashes of all of them and says so', async () => {
    const { execFileSync } = await import('node:child_process');
    const many = await mkdtemp(join(folder, 'many-'));
    const names = Array.from({ length: 25_000 }, (_, i) => `a member whose name is neither short nor very long ${String(i).padStart(5, '0')}.bin`);
    for (const name of names) await writeFile(join(many, name), name);
    execFileSync('tar', ['-cf', '../many.tar', '.'], { cwd: many });
    expect(hash(join(folder, 'many.tar'))).toMatchObject({ ...digests(...names), members: null, note: { problem: 'too-large' } });
  }, 30_000);

  it('is told by its true suffix, whatever stands before', async () => {
    const path = join(folder, 'dr.mario.zip');
    copyFileSync(`${fixtures}single.zip`, path);
    expect(hash(path)).toMatchObject(digests(single));
  });

  it('whose order needs more passes than memory may hold gives the same composite', async () => {
    const [one, two] = [Buffer.alloc(20 << 20, 'one'), Buffer.alloc(20 << 20, 'two')];
    await writeFile(join(folder, 'b'), one);
    await writeFile(join(folder, 'a'), two);
    await writeFile(join(folder, 'c'), 'three');
    const { execFileSync } = await import('node:child_process');
    execFileSync('tar', ['-cf', 'order.tar', 'c', 'b', 'a'], { cwd: folder });
    const found = hash(join(folder, 'order.tar'));
    expect(found).toMatchObject(digests(two, one, 'three'));
    expect(found.members?.map((member) => member.name)).toEqual(['a', 'b', 'c']);
  });
});

const prefixed = ({ crc, md5, sha1 }: { crc: string; md5: string; sha1: string }) => ({ crc_hash: crc, md5_hash: md5, sha1_hash: sha1 });

describe('other files', () => {
  it('of one gzip keep the hashes of their bytes and show what is inside', async () => {
    expect(hash('single.gb.gz')).toMatchObject({ ...(await rawDigests('single.gb.gz')), members: [{ name: 'single.gb', size: 9, crc_hash: 'cbf43926' }], note: null });
    expect(hash('single.gb.gz', 'part').members).toBeNull();
  });
  it('of one bzip2 have the hashes of the content', () => expect(hash('single.gb.bz2')).toMatchObject({ ...digests(single), members: null }));
  it('of one xz are hashed as they are', async () => expect(hash('single.gb.xz')).toMatchObject(await rawDigests('single.gb.xz')));
  it('that are empty have no hashes', async () => {
    await writeFile(join(folder, 'empty.bin'), '');
    expect(hash(join(folder, 'empty.bin'))).toEqual({ crc: '', md5: '', sha1: '', chdSha1: '', members: null, note: null, raw: true });
  });
  it('inside a folder entry have the hashes of their largest member', () => {
    expect(hash('multi.zip', 'part')).toMatchObject({ ...digests(disc), members: null });
    expect(hash('multi.tar.gz', 'part')).toMatchObject({ ...digests(disc), members: null });
  });
  it('inside a folder entry that are an empty zip are no disaster', async () => expect(hash('empty.zip', 'part')).toMatchObject(await rawDigests('empty.zip')));
  it('that are archives by content alone follow the content rule', () => {
    copyFileSync(`${fixtures}multi.zip`, join(folder, 'game.bin'));
    expect(hash(join(folder, 'game.bin'))).toMatchObject({ ...digests(disc), members: null });
  });
  it('of one entry are joined by what counts as their content', () => {
    const parts = [fixtures + 'single.gb.xz', fixtures + 'multi.zip', fixtures + 'single.gb.bz2', fixtures + 'fake.zip'].map((path) => ({ path, raw: hash(path, 'part').raw === true }));
    expect(parts.map(({ raw }) => raw)).toEqual([true, false, false, true]);
    return Promise.all([readFile(fixtures + 'single.gb.xz'), readFile(fixtures + 'fake.zip')]).then(([xz, fake]) =>
      expect(hashJoined(parts, { limits: DEFAULT_ARCHIVE_LIMITS, progress: () => undefined })).toEqual(digests(xz, disc, single, fake)),
    );
  });
  it('of firmware are hashed as they are', async () => expect(hash('single.zip', 'raw')).toMatchObject(await rawDigests('single.zip')));
  it('that are CHDs carry the hash of their header', async () => {
    expect(hash('track.chd')).toMatchObject({ ...(await rawDigests('track.chd')), chdSha1: '51878794388e378ce48185fef6f0db7d064f58e4' });
    await writeFile(join(folder, 'v4.chd'), Buffer.concat([Buffer.from('MComprHD'), Buffer.from([0, 0, 0, 124, 0, 0, 0, 4]), Buffer.alloc(120)]));
    await writeFile(join(folder, 'short.chd'), 'MComprHD');
    expect(hash(join(folder, 'v4.chd')).chdSha1).toBe('');
    expect(hash(join(folder, 'short.chd')).chdSha1).toBe('');
  });
  it('that never hold still have no hashes, and the reason', async () => {
    const path = join(folder, 'busy.bin');
    await writeFile(path, Buffer.alloc(1000));
    expect(hash(path, 'entry', {}, () => appendFileSync(path, 'x'))).toMatchObject({ crc: '', md5: '', sha1: '', note: { problem: 'changed' } });
  });
  it('that change once are read again', async () => {
    const path = join(folder, 'grew.bin');
    await writeFile(path, 'old');
    let grown = false;
    const found = hash(path, 'entry', {}, () => {
      if (!grown) appendFileSync(path, 'new');
      grown = true;
    });
    expect(found).toMatchObject({ ...digests('oldnew'), note: null });
  });
});
