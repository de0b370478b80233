import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBackupPath, type Manifest } from './archive-format.js';
import { readArchive } from './archive-reader.js';
import { writeArchive } from './archive-writer.js';
import { lock, unlock } from './passphrase.js';
import { takeSnapshot } from './snapshot.js';

const LIMITS = { maxBytes: 1024 * 1024 };
const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

const manifestOf = (files: Record<string, string | Uint8Array>): Manifest => ({
  format: 'rumpus-server-backup',
  version: 1,
  created_at: new Date().toISOString(),
  server_name: 'x',
  include_missions: true,
  has_passphrase: false,
  files: Object.entries(files).map(([path, content]) => ({ path, size: Buffer.byteLength(content), sha256: sha256(content) })),
});

type Member = [{ name: string; type?: Header['type'] }, string | Uint8Array];

async function bytesOf(members: readonly Member[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content] of members) tar.entry(header.type === undefined ? header : { ...header, linkname: 'elsewhere' }, Buffer.from(content));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function saved(bytes: Buffer): Promise<string> {
  const path = join(folder, 'backup.tar.gz');
  await writeFile(path, gzipSync(bytes, { level: 1 }));
  return path;
}

/** An archive of any members, as an attacker would make it. */
const archive = async (members: readonly Member[]): Promise<string> => saved(await bytesOf(members));
const whole = (files: Record<string, string | Uint8Array>, manifest: unknown = manifestOf(files)): Promise<string> =>
  archive([[{ name: 'manifest.json' }, JSON.stringify(manifest)], ...Object.entries(files).map(([name, content]): Member => [{ name }, content])]);
const refused = (path: string): Promise<unknown> => readArchive(path, LIMITS, join(folder, 'out')).then(() => 'taken', (error: unknown) => (error as { code: string }).code);
const refusedUnwritten = (path: string): Promise<unknown> => readArchive(path, LIMITS).then(() => 'taken', (error: unknown) => (error as { code: string }).code);
const ROWS = { 'server.json': '{}' };

describe('a backup archive', () => {
  it('comes back as it was packed: without reports, links and what belongs to nobody', async () => {
    const paths = Object.fromEntries(['root', 'config', 'profiles', 'battleye', 'mpmissions', 'keys', 'logs', 'run'].map((name) => [name, join(folder, 'server', name)])) as never as Parameters<typeof takeSnapshot>[1];
    await mkdir(join(paths.profiles, 'home/server'), { recursive: true });
    await mkdir(paths.battleye, { recursive: true });
    await mkdir(paths.mpmissions, { recursive: true });
    const vars = Buffer.from([0, 255, 1, 254]);
    await writeFile(join(paths.profiles, 'home/server/server.vars.Arma3Profile'), vars);
    await writeFile(join(paths.profiles, 'arma3server_x64_2026-11-27.rpt'), 'long');
    await writeFile(join(paths.battleye, 'bans.txt'), 'a ban');
    await writeFile(join(paths.battleye, 'beserver_x64.cfg'), 'RConPassword secret');
    await writeFile(join(paths.mpmissions, 'co10.altis.pbo'), 'mission');
    const staging = join(folder, 'staging');
    await mkdir(staging);
    const files = await takeSnapshot(staging, paths, { rows: '{"a":1}', readable: [{ name: 'server.cfg', content: 'password = "***";' }], missions: true }, new AbortController().signal);
    expect(files.map(({ path }) => path)).toEqual(['server.json', 'files/config/server.cfg', 'files/profiles/home/server/server.vars.Arma3Profile', 'files/battleye/bans.txt', 'files/mpmissions/co10.altis.pbo']);
    const target = join(folder, 'a.tar.gz');
    const written = await writeArchive(target, staging, { ...manifestOf({}), files }, new AbortController().signal, () => undefined);
    expect(written).toEqual({ size: (await stat(target)).size, sha256: sha256(await readFile(target)) });
    const { rows } = await readArchive(target, LIMITS, join(folder, 'out'));
    expect(rows).toEqual({ a: 1 });
    expect(await readFile(join(folder, 'out/files/profiles/home/server/server.vars.Arma3Profile'))).toEqual(vars);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    ['no archive', () => writeFile(join(folder, 'backup.tar.gz'), 'PK').then(() => join(folder, 'backup.tar.gz'))],
    ['no tar', () => writeFile(join(folder, 'backup.tar.gz'), gzipSync('x'.repeat(2_000))).then(() => join(folder, 'backup.tar.gz'))],
    ['an empty tar', () => archive([])],
    ['no manifest first', () => archive([[{ name: 'server.json' }, '{}']])],
    ['a manifest of something else', () => whole(ROWS, { ...manifestOf(ROWS), format: 'other' })],
    ['a manifest that is no JSON', () => archive([[{ name: 'manifest.json' }, '{']])],
    ['no rows', () => whole({ 'files/config/x': 'a' })],
    ['a name that leaves', () => whole({ ...ROWS, 'files/profiles/../../../etc/cron.d/x': 'a' })],
    ['an absolute name', () => whole({ ...ROWS, '/etc/passwd': 'a' })],
    ['a name with a drive', () => whole({ ...ROWS, 'files/profiles/C:\\x': 'a' })],
    ['a name of another folder', () => whole({ ...ROWS, 'files/mods/x.pbo': 'a' })],
    ['a device name', () => whole({ ...ROWS, 'files/profiles/nul.txt': 'a' })],
    ['a file that is not in the manifest', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf(ROWS))], [{ name: 'server.json' }, '{}'], [{ name: 'files/profiles/x' }, 'a']])],
    ['a file twice', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf(ROWS))], [{ name: 'server.json' }, '{}'], [{ name: 'server.json' }, '{}']])],
    ['a link', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf({ ...ROWS, 'files/profiles/x': '' }))], [{ name: 'server.json' }, '{}'], [{ name: 'files/profiles/x', type: 'symlink' }, '']])],
    ['a hard link', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf({ ...ROWS, 'files/profiles/x': '' }))], [{ name: 'server.json' }, '{}'], [{ name: 'files/profiles/x', type: 'link' }, '']])],
    ['a folder', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf({ ...ROWS, 'files/profiles/x': '' }))], [{ name: 'server.json' }, '{}'], [{ name: 'files/profiles/x', type: 'directory' }, '']])],
    ['a device', () => archive([[{ name: 'manifest.json' }, JSON.stringify(manifestOf({ ...ROWS, 'files/profiles/x': '' }))], [{ name: 'server.json' }, '{}'], [{ name: 'files/profiles/x', type: 'character-device' }, '']])],
    ['another size', () => whole({ ...ROWS, 'files/profiles/x': 'abc' }, { ...manifestOf({ ...ROWS, 'files/profiles/x': 'ab' }) })],
    ['another digest', () => whole({ ...ROWS, 'files/profiles/x': 'abc' }, { ...manifestOf({ ...ROWS, 'files/profiles/x': 'abd' }) })],
    ['a file that is missing', () => whole(ROWS, manifestOf({ ...ROWS, 'files/profiles/x': 'abc' }))],
  ])('with %s is refused', async (_what, make) => {
    expect(await refused(await make())).toBe('BAD_BACKUP');
    expect((await readdir(tmpdir())).includes('etc')).toBe(false);
  });

  it('that breaks off is refused', async () => {
    const path = await whole({ ...ROWS, 'files/profiles/x': Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 251)) });
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 200));
    expect(await refused(path)).toBe('BAD_BACKUP');
  });

  it('that would unpack to too much is refused before it does, and one that lies about it while it does', async () => {
    const zeros = Buffer.alloc(2 * 1024 * 1024);
    expect(await refused(await whole({ ...ROWS, 'files/profiles/x': zeros }))).toBe('UPLOAD_TOO_LARGE');
    const lying = manifestOf({ ...ROWS, 'files/profiles/x': 'small' });
    expect(await refused(await whole({ ...ROWS, 'files/profiles/x': zeros }, lying))).toBe('BAD_BACKUP');
    const bomb = join(folder, 'bomb.tar.gz');
    await writeFile(bomb, gzipSync(await bytesOf([[{ name: 'manifest.json' }, Buffer.alloc(40 * 1024 * 1024)]]), { level: 1 }));
    expect(await refused(bomb)).toBe('BAD_BACKUP');
    expect(await readdir(join(folder, 'out/files/profiles')).catch(() => [])).toEqual([]);
  });
});

describe('the tar inside', () => {
  const long = `files/profiles/${'long-'.repeat(40)}name é.txt`;
  const files = { ...ROWS, 'files/profiles/a.txt': 'one', 'files/profiles/empty': '', [long]: Buffer.alloc(1_000, 7) };

  it('is read by the system’s own tool, long names and all, and what that wrote is read', async () => {
    const staging = join(folder, 'staging');
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    }
    await writeArchive(join(folder, 'ours.tar.gz'), staging, manifestOf(files), new AbortController().signal, () => undefined);
    const unpacked = join(folder, 'by-tar');
    await mkdir(unpacked);
    execFileSync('tar', ['-xzf', join(folder, 'ours.tar.gz'), '-C', unpacked]);
    expect(await readFile(join(unpacked, 'files/profiles/a.txt'), 'utf8')).toBe('one');
    expect(await readFile(join(unpacked, long))).toEqual(Buffer.alloc(1_000, 7));
    expect((await stat(join(unpacked, long))).mode & 0o777).toBe(0o600);
    for (const format of ['pax', 'gnu']) {
      execFileSync('tar', [`--format=${format}`, '-czf', join(folder, 'theirs.tar.gz'), '-C', unpacked, 'manifest.json', ...Object.keys(files)]);
      const { manifest } = await readArchive(join(folder, 'theirs.tar.gz'), LIMITS, join(folder, format));
      expect(manifest.files).toHaveLength(4);
      expect(await readFile(join(folder, format, long))).toEqual(Buffer.alloc(1_000, 7));
    }
  });

  it('is not written when a file changed its length meanwhile, or is gone', async () => {
    await writeFile(join(folder, 'server.json'), '{}');
    const others: Record<string, string>[] = [{ 'server.json': '{ }' }, { 'server.json': '{' }, { 'none.json': '{}' }];
    for (const other of others) {
      await expect(writeArchive(join(folder, 'x.tar.gz'), folder, manifestOf(other), new AbortController().signal, () => undefined)).rejects.toThrow();
      expect(await readdir(folder)).toEqual(['server.json']);
    }
  });

  it('survives any damage', async () => {
    const good = await bytesOf([[{ name: 'manifest.json' }, JSON.stringify(manifestOf(files))], ...Object.entries(files).map(([name, content]): Member => [{ name }, content])]);
    let seed = 7;
    const random = (below: number): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    for (let round = 0; round < 200; round += 1) {
      const damaged = Buffer.from(good.subarray(0, random(3) === 0 ? random(good.length) : good.length));
      for (let count = random(4); count > 0 && damaged.length > 0; count -= 1) damaged[random(damaged.length)] = random(256);
      expect(['taken', 'BAD_BACKUP', 'UPLOAD_TOO_LARGE']).toContain(await refusedUnwritten(await saved(damaged)));
    }
  });
});

describe('names in a backup', () => {
  it.each(['server.json', 'files/profiles/home/server/a b.vars.Arma3Profile', 'files/mpmissions/co10_[x].altis.pbo', 'files/battleye/bans.txt', 'files/config/server.cfg'])('%j may stand there', (path) => {
    expect(isBackupPath(path)).toBe(true);
  });

  it.each(['', 'files', 'files/profiles/', 'files/profiles//x', 'files/profiles/./x', 'files/profiles/x/..', 'files/profiles/x.', 'files/profiles/x ', 'files/profiles/a\nb', 'files/profiles/a\u0000', 'files/battleye/beserver.cfg', 'files/mpmissions/a/b.pbo', 'files/mpmissions/a.sh', `files/profiles/${'x'.repeat(300)}`])(
    '%j may not',
    (path) => {
      expect(isBackupPath(path)).toBe(false);
    },
  );
});

describe('a passphrase', () => {
  it('opens what it locked, and nothing else does', async () => {
    const locked = await lock('geheim', 'correct horse');
    expect(JSON.stringify(locked)).not.toContain('geheim');
    expect(await unlock(locked, 'correct horse')).toBe('geheim');
    expect(await unlock(locked, 'correct horses')).toBeUndefined();
    expect(await unlock({ ...locked, data: locked.data.slice(1) }, 'correct horse')).toBeUndefined();
    expect(await unlock({ ...locked, iv: 'x' }, 'correct horse')).toBeUndefined();
  });
});
