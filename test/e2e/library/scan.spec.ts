import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rename, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import { addCover, hasTool, makeAudio } from '../../support/audio-files.js';
import type { ApiClient } from '../../support/client.js';
import { failures, games, LibraryFolder, runScan, scanById, until, type GameAnswer } from './support/scans.js';

const fixtures = new URL('../../fixtures/library/archives/', import.meta.url).pathname;

let app: TestApp;
let admin: ApiClient;
let library: LibraryFolder;

const byName = async (): Promise<Map<string, GameAnswer>> => new Map((await games(admin)).map((game) => [game.fs_name, game]));

beforeAll(async () => {
  library = await LibraryFolder.make();
  app = await startApp({ library: library.path });
  admin = await app.claim();
  for (let i = 0; i < 20; i++) await library.put(`roms/snes/Game ${i} (USA).sfc`, `game ${i}`);
  await copyFile(`${fixtures}multi.zip`, library.at('roms/snes/Archive (Europe).zip'));
  await copyFile(`${fixtures}encrypted.7z`, library.at('roms/snes/Locked.7z'));
  await library.put('roms/snes/Disc Game/b.bin', 'disc');
  await library.put('roms/snes/Disc Game/a.cue', 'cue');
  await library.put('roms/snes/Disc Game/patches/p.ips', 'patch');
  await library.put('roms/switch/Big (World).nsp', 'never hashed');
  await library.put('roms/@eaDir/x', 'no platform');
  await library.put('roms/megadrive/Fast (Japan).md', 'fast');
  await library.put('bios/snes/firmware.bin', 'bios');
});
afterAll(async () => {
  await app.stop();
  await library.remove();
});

describe.sequential('a library', () => {
  it('is taken in by its first scan', async () => {
    const scan = await runScan(admin);
    expect(scan).toMatchObject({ status: 'completed', failure_count: 1 });
    expect(scan.stats).toMatchObject({ total_platforms: 3, scanned_platforms: 3, new_platforms: 3, identified_platforms: 3, total_roms: 25, scanned_roms: 25, new_roms: 25, scanned_firmware: 1, new_firmware: 1 });
    const found = await byName();
    expect(found.get('Game 3 (USA).sfc')).toMatchObject({ name: 'Game 3', regions: ['USA'], fs_size_bytes: 6, missing_from_fs: false });
    expect(found.get('Archive (Europe).zip')?.crc_hash).toBe('2a6c1e75');
    expect(found.get('Big (World).nsp')?.crc_hash).toBe('');
    expect(await failures(admin, scan)).toMatchObject([{ path: 'roms/snes/Locked.7z', problem: 'encrypted' }]);
    expect(found.get('Locked.7z')?.crc_hash).toMatch(/^[0-9a-f]{8}$/);
    const platforms = (await admin.get<{ slug: string; fs_slug: string; rom_count: number }[]>('/api/platforms')).body;
    expect(platforms.map(({ fs_slug, slug, rom_count }) => `${fs_slug} ${slug} ${rom_count}`).toSorted()).toEqual(['megadrive genesis 1', 'snes snes 23', 'switch switch 1']);
  });

  it('shows the files of a folder with their categories and the members of an archive', async () => {
    const found = await byName();
    const disc = (await admin.get<{ files: { file_name: string; category: string | null }[]; has_multiple_files: boolean }>(`/api/roms/${found.get('Disc Game')?.id}`)).body;
    expect(disc.files.map(({ file_name, category }) => [file_name, category])).toEqual([['a.cue', 'game'], ['b.bin', 'game'], ['p.ips', 'patch']]);
    expect(disc.has_multiple_files).toBe(true);
    const archive = (await admin.get<{ files: { archive_members: { name: string }[] }[] }>(`/api/roms/${found.get('Archive (Europe).zip')?.id}`)).body;
    expect(archive.files[0]?.archive_members.map(({ name }) => name)).toEqual(['game/a.cue', 'game/b disc.bin', 'game/sub/track.bin']);
  });

  it('gives its firmware out, whole and in parts', async () => {
    const [firmware] = (await admin.get<{ id: number; file_name: string }[]>('/api/firmware')).body;
    const path = `/api/firmware/${firmware?.id}/content/firmware.bin`;
    const whole = await admin.get(path);
    expect(whole).toMatchObject({ status: 200, text: 'bios' });
    expect(whole.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''firmware.bin; filename="firmware.bin"`);
    expect(await admin.get(path, { range: 'bytes=-2' })).toMatchObject({ status: 206, text: 'os' });
    const head = await admin.head(path);
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([200, '4', 'bytes']);
    expect(await admin.get('/api/firmware/999/content/x')).toMatchObject({ status: 404, body: { detail: 'Firmware with ID 999 not found' } });
    expect((await app.client.get(path)).status).toBe(401);
  });

  it('is the same after a second scan, which reads and writes nothing', async () => {
    const stored = async (): Promise<unknown[]> => (await games(admin)).map((game) => ({ ...game, rom_user: null }));
    const before = await stored();
    const scan = await runScan(admin);
    expect(scan.stats).toMatchObject({ scanned_roms: 25, new_roms: 0, new_platforms: 0, new_firmware: 0 });
    expect(await stored()).toEqual(before);
  });

  it('knows a renamed file by its content, and reads a file that was replaced in place', async () => {
    const before = await byName();
    await rename(library.at('roms/snes/Game 3 (USA).sfc'), library.at('roms/snes/Third Game (Japan).sfc'));
    await library.put('roms/snes/Game 4 (USA).sfc', 'another content');
    const scan = await runScan(admin);
    expect(scan.stats['new_roms']).toBe(0);
    const after = await byName();
    expect(after.get('Third Game (Japan).sfc')).toMatchObject({ id: before.get('Game 3 (USA).sfc')?.id, name: 'Game 3', regions: ['Japan'], missing_from_fs: false });
    expect(after.has('Game 3 (USA).sfc')).toBe(false);
    expect(after.get('Game 4 (USA).sfc')?.crc_hash).not.toBe(before.get('Game 4 (USA).sfc')?.crc_hash);
  });

  it('marks what is gone, and takes it back', async () => {
    await rename(library.at('roms/snes/Game 0 (USA).sfc'), library.at('kept'));
    await runScan(admin);
    expect((await byName()).get('Game 0 (USA).sfc')?.missing_from_fs).toBe(true);
    await rename(library.at('kept'), library.at('roms/snes/Game 0 (USA).sfc'));
    await runScan(admin);
    expect((await byName()).get('Game 0 (USA).sfc')?.missing_from_fs).toBe(false);
  });

  it('reads one game again when asked for that game, and flags one that is gone', async () => {
    const found = await byName();
    await library.put('roms/snes/Game 5 (USA).sfc', 'changed content');
    await library.put('roms/snes/Never Seen.sfc', 'new');
    await rename(library.at('roms/snes/Game 6 (USA).sfc'), library.at('kept'));
    const scan = await runScan(admin, { roms_ids: [found.get('Game 5 (USA).sfc')?.id, found.get('Game 6 (USA).sfc')?.id] });
    expect(scan.stats).toMatchObject({ total_roms: 2, scanned_roms: 2, scanned_platforms: 0 });
    const after = await byName();
    expect(after.get('Game 5 (USA).sfc')?.crc_hash).not.toBe(found.get('Game 5 (USA).sfc')?.crc_hash);
    expect(after.get('Game 6 (USA).sfc')?.missing_from_fs).toBe(true);
    expect(after.has('Never Seen.sfc')).toBe(false);
    await rename(library.at('kept'), library.at('roms/snes/Game 6 (USA).sfc'));
    await runScan(admin);
    expect((await byName()).has('Never Seen.sfc')).toBe(true);
  });

  it('with types that don’t add stays as it is', async () => {
    await library.put('roms/snes/Later.sfc', 'later');
    for (const type of ['update', 'unmatched', 'new_platforms']) {
      expect((await runScan(admin, { type, apis: ['igdb'] })).stats['new_roms']).toBe(0);
    }
    expect((await runScan(admin, { type: 'HASHES' })).stats['new_roms']).toBe(1);
    await library.put('roms/nes/New Platform.nes', 'nes');
    expect((await runScan(admin, { type: 'new_platforms' })).stats).toMatchObject({ new_platforms: 1, new_roms: 1, scanned_platforms: 1 });
  });

  it('that isn’t all readable is taken in as far as it is, with a reason for the rest', async () => {
    execFileSync('mkfifo', [library.at('roms/snes/pipe.sfc')]);
    await symlink('/etc/passwd', library.at('roms/snes/outside.sfc'));
    await symlink('circle', library.at('roms/snes/circle'));
    await writeFile(Buffer.concat([Buffer.from(library.at('roms/snes/')), Buffer.from([0x50, 0xe9, 0x2e, 0x73])]), 'latin');
    await library.put(`roms/snes/${'長'.repeat(83)}.sfc`, 'long');
    const scan = await runScan(admin);
    expect(scan).toMatchObject({ status: 'completed' });
    expect((await failures(admin, scan)).map(({ path, problem }) => `${path} ${problem}`).toSorted()).toEqual([
      'roms/snes/circle link-loop', 'roms/snes/outside.sfc link-outside', 'roms/snes/pipe.sfc special-file',
    ]);
    const found = await byName();
    expect(found.has(`${'長'.repeat(83)}.sfc`)).toBe(true);
    const latin = found.get('P\uefe9.s');
    expect(latin?.fs_size_bytes).toBe(5);
    expect((await admin.get(`/api/roms/${latin?.id}/content/x`)).text).toBe('latin');
  });

  it.skipIf(!hasTool('ffmpeg'))('tells title, artist and length of its music and keeps the covers, whatever lies among it', async () => {
    interface Track {
      file_id: number;
      file_name: string;
      track_meta: { title: string | null; track: number | null; duration_seconds: number; cover_path: string | null; has_embedded_cover: boolean } | null;
    }
    const folder = 'roms/psx/Loud (World)';
    await library.put(`${folder}/loud.bin`, 'game');
    await library.put(`${folder}/soundtrack/broken.mp3`, 'this is no music');
    await library.put(`${folder}/soundtrack/notes.txt`, 'no music either');
    const song = library.at(`${folder}/soundtrack/b.flac`);
    makeAudio(library.at(`${folder}/soundtrack/a.mp3`), 1, { title: 'Second', artist: 'Band', album: 'Loud', track: 2 });
    makeAudio(song, 1, { title: 'First', artist: 'Band', album: 'Loud', track: 1 });
    addCover(song, library.at('cover.png'));
    const scan = await runScan(admin, { platform_fs_slugs: ['psx'] });
    expect(await failures(admin, scan)).toMatchObject([{ path: `${folder}/soundtrack/broken.mp3`, problem: 'corrupt' }]);
    const id = (await byName()).get('Loud (World)')?.id;
    const tracks = async (): Promise<Track[]> => (await admin.get<Track[]>(`/api/roms/${id}/soundtracks/metadata`)).body;
    const found = await tracks();
    expect(found.map(({ file_name, track_meta }) => [file_name, track_meta?.title])).toEqual([['b.flac', 'First'], ['a.mp3', 'Second'], ['broken.mp3', undefined], ['notes.txt', undefined]]);
    expect(found[0]?.track_meta).toMatchObject({ artist: 'Band', album: 'Loud', track: 1, has_embedded_cover: true });
    expect(found[0]?.track_meta?.duration_seconds).toBeCloseTo(1, 1);
    expect(found[1]?.track_meta).toMatchObject({ has_embedded_cover: false, cover_path: null });
    const cover = await app.client.raw('GET', `/assets/romm/resources/${found[0]?.track_meta?.cover_path}?ts=1`);
    expect(cover.status).toBe(200);
    expect(Buffer.from(await cover.arrayBuffer()).equals(await readFile(library.at('cover.png')))).toBe(true);
    expect(cover.headers.get('content-type')).toBe('image/png');
    expect(cover.headers.get('cache-control')).toContain('immutable');
    for (const path of ['../rumpus.db', '%2e%2e/rumpus.db', 'roms', 'none.png']) expect([400, 404]).toContain((await app.client.get(`/assets/romm/resources/${path}`)).status);
    // A file that is added leaves the tags of the others alone; all are read again when that is asked for.
    await library.put(`${folder}/readme.txt`, 'new');
    expect((await runScan(admin, { platform_fs_slugs: ['psx'] })).failure_count).toBe(1);
    expect(await tracks()).toEqual(found);
    await runScan(admin, { platform_fs_slugs: ['psx'], type: 'complete' });
    expect(await tracks()).toEqual(found);
    expect((await admin.get<{ has_soundtrack: boolean }>(`/api/roms/${id}`)).body.has_soundtrack).toBe(true);
    await library.remove(`${folder}/soundtrack/b.flac`);
    await runScan(admin, { platform_fs_slugs: ['psx'] });
    expect((await tracks()).map(({ file_name }) => file_name)).toEqual(['a.mp3', 'broken.mp3', 'notes.txt']);
    expect((await app.client.get(`/assets/romm/resources/${found[0]?.track_meta?.cover_path}`)).status).toBe(404);
  });

  it('two of whose folders are the same platform keeps both', async () => {
    await library.put('roms/genesis/Slow (USA).md', 'slow');
    expect(await failures(admin, await runScan(admin, { platform_fs_slugs: ['megadrive', 'genesis'] }))).toMatchObject([{ path: 'megadrive', problem: 'same-platform' }]);
    const platforms = (await admin.get<{ slug: string; fs_slug: string }[]>('/api/platforms')).body.filter(({ slug }) => slug === 'genesis');
    expect(platforms.map(({ fs_slug }) => fs_slug).toSorted()).toEqual(['genesis', 'megadrive']);
  });

  it('whose config.yml is broken is scanned by the last good one', async () => {
    const file = `${app.dataDir}/config/config.yml`;
    const slug = async (): Promise<string | undefined> => {
      await runScan(admin, { platform_fs_slugs: ['nes'] });
      return (await admin.get<{ slug: string; fs_slug: string }[]>('/api/platforms')).body.find(({ fs_slug }) => fs_slug === 'nes')?.slug;
    };
    await writeFile(file, 'system:\n  platforms:\n    nes: famicom\n');
    expect(await slug()).toBe('famicom');
    await writeFile(file, 'exclude: [this: is: no yaml');
    expect((await admin.get<{ CONFIG_FILE_PARSE_ERROR: string | null }>('/api/config')).body.CONFIG_FILE_PARSE_ERROR).toContain('line 1');
    expect(await slug()).toBe('famicom');
    await writeFile(file, '');
    expect(await slug()).toBe('nes');
  });
});

describe.sequential('the brake', () => {
  const pending = async () => (await admin.get<{ id: number; platform_fs_slug: string; kind: string; vanished_count: number; status: string }[]>('/api/scans/brakes')).body;

  it('holds when more than a fifth of a platform is gone, and asks', async () => {
    await rename(library.at('roms/snes'), library.at('away'));
    await mkdir(library.at('roms/snes'));
    const scan = await runScan(admin);
    expect((await failures(admin, scan)).map(({ problem }) => problem)).toContain('brake');
    expect((await games(admin)).some((game) => game.missing_from_fs)).toBe(false);
    expect(await pending()).toMatchObject([{ platform_fs_slug: 'snes', kind: 'entries', status: 'pending' }]);
  });

  it('forgets its question when the games are back', async () => {
    await library.remove('roms/snes');
    await rename(library.at('away'), library.at('roms/snes'));
    await runScan(admin);
    expect(await pending()).toEqual([]);
  });

  it('holds when the mount is empty, whatever is left of it', async () => {
    await rename(library.at('roms'), library.at('away'));
    await mkdir(library.at('roms'));
    await runScan(admin);
    expect((await pending()).map(({ platform_fs_slug, kind }) => `${platform_fs_slug} ${kind}`).toSorted()).toEqual(['genesis platform', 'megadrive platform', 'nes platform', 'psx platform', 'snes platform', 'switch platform']);
    expect((await games(admin)).some((game) => game.missing_from_fs)).toBe(false);
  });

  it('lets go when somebody says that the games are gone, and stays when he says they are not', async () => {
    const nes = (await pending()).find(({ platform_fs_slug }) => platform_fs_slug === 'nes');
    const snes = (await pending()).find(({ platform_fs_slug }) => platform_fs_slug === 'snes');
    expect((await admin.post(`/api/scans/brakes/${nes?.id}/accept`)).body).toEqual({ marked: 1 });
    expect((await admin.post(`/api/scans/brakes/${snes?.id}/reject`)).status).toBe(200);
    expect((await games(admin)).filter((game) => game.missing_from_fs).map((game) => game.platform_fs_slug)).toEqual(['nes']);
    await runScan(admin);
    expect((await pending()).find(({ platform_fs_slug }) => platform_fs_slug === 'snes')?.status).toBe('rejected');
    expect((await games(admin)).filter((game) => game.missing_from_fs)).toHaveLength(1);
    expect((await admin.post('/api/scans/brakes/999/accept')).status).toBe(404);
    await library.remove('roms');
    await rename(library.at('away'), library.at('roms'));
    await runScan(admin);
    expect((await games(admin)).filter((game) => game.missing_from_fs)).toEqual([]);
  });
});

describe.sequential('a scan by socket', () => {
  const connect = async (cookie: string): Promise<{ socket: Socket; events: [string, unknown][] }> => {
    const socket = io(app.url, { path: '/ws/socket.io/', transports: ['websocket'], extraHeaders: { cookie } });
    const events: [string, unknown][] = [];
    socket.onAny((name: string, payload: unknown) => events.push([name, payload]));
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return { socket, events };
  };

  it('tells what happens as RomM does', async () => {
    const session = app.client;
    await session.login('admin', 'correct horse battery');
    const { socket, events } = await connect([...session.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    await library.put('roms/snes/Socket Game (Europe).sfc', 'socket');
    const stamp = new Date();
    await utimes(library.at('roms/snes/Socket Game (Europe).sfc'), stamp, stamp);
    socket.emit('scan', { platform_fs_slugs: ['snes', 'unknown'], type: 'quick', apis: [] });
    // The end of the scan before this one may be told late.
    await until(async () => events, (seen) => seen.some(([name, payload]) => name === 'scan:done' && (payload as { new_roms: number }).new_roms === 1));
    const of = (name: string): Record<string, unknown>[] => events.filter(([seen]) => seen === name).map(([, payload]) => payload as Record<string, unknown>);
    expect(of('scan:scanning_platform')).toMatchObject([{ name: 'Super Nintendo Entertainment System', slug: 'snes', fs_slug: 'snes', is_identified: true, new_firmware_count: 0 }]);
    const [rom] = of('scan:scanning_rom');
    expect(rom).toMatchObject({ fs_name: 'Socket Game (Europe).sfc', name: 'Socket Game', regions: ['Europe'], platform_fs_slug: 'snes', is_identifying: false, has_notes: false });
    for (const field of ['created_at', 'updated_at', 'rom_user', 'files', 'sibling_roms']) expect(rom).not.toHaveProperty(field);
    const done = of('scan:done').at(-1);
    expect(Object.keys(done ?? {})).toHaveLength(10);
    expect(done).toMatchObject({ total_platforms: 1, scanned_platforms: 1, new_roms: 1 });
    expect(of('scan:update_stats').at(-1)).toEqual(done);
    expect(of('scan:progress').at(-1)).toMatchObject({ percent: 100, platform: 'snes' });
    socket.emit('scan', { type: 'nonsense' });
    await until(async () => events, (seen) => seen.some(([name]) => name === 'scan:done_ko'));
    expect(of('scan:done_ko')[0]).toContain('type');
    socket.close();
  });

  it('says nothing to anybody of what is hidden from him, not even later', async () => {
    const [{ platform_id: platform } = { platform_id: 0 }] = (await admin.get<{ items: { platform_id: number }[] }>('/api/roms?limit=1&search_term=socket')).body.items;
    const kid = await admin.post<{ id: number }>('/api/users', { username: 'kid', email: '', password: 'kid password', role: 'user' });
    await admin.post('/api/permissions/hidden', { entity: 'platforms', entity_id: platform, user_id: kid.body.id });
    const session = app.client;
    await session.login('kid', 'kid password');
    const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { socket, events } = await connect(cookie);
    const late = io(app.url, { path: '/ws/socket.io/', transports: ['websocket'], forceNew: true, extraHeaders: { cookie }, auth: { numbered: true } });
    await new Promise<void>((resolve) => late.once('connect', resolve));
    const room = 'scope:roms.read';
    const before = ((await late.emitWithAck('realtime:resume', {})) as Record<string, { seq: number }>)[room]?.seq ?? 0;
    await library.put('roms/snes/Secret (USA).sfc', 'secret');
    await library.put('roms/gb/Open (USA).gb', 'open');
    await runScan(admin, { platform_fs_slugs: ['gb', 'snes'] });
    await until(async () => events, (seen) => seen.some(([name, payload]) => name === 'scan:done' && (payload as { new_roms: number }).new_roms === 2));
    expect(events.filter(([name]) => name === 'scan:scanning_rom').map(([, payload]) => (payload as { name: string }).name)).toEqual(['Open']);
    const missed = JSON.stringify(await late.emitWithAck('realtime:resume', { rooms: { [room]: before } }));
    expect(missed).toContain('Open (USA)');
    expect(missed + JSON.stringify(events)).not.toMatch(/Secret|snes/);
    late.close();
    socket.close();
  });

  it('says which large file it reads, as it lies in the library, and can be stopped in it', async () => {
    await library.put('roms/snes/Huge.sfc', '');
    await truncate(library.at('roms/snes/Huge.sfc'), 2 ** 34);
    const { body } = await admin.post<{ id: number }>('/api/scans', { platform_fs_slugs: ['snes'] });
    const { progress } = await until(async () => (await admin.get<{ progress: { current: string; current_bytes: number } | null }>('/api/scans/current')).body, (now) => (now.progress?.current_bytes ?? 0) > 0);
    expect(progress?.current).toBe('roms/snes/Huge.sfc');
    await admin.post('/api/scans/stop');
    await until(() => scanById(admin, body.id), ({ status }) => status === 'stopped');
    await library.remove('roms/snes/Huge.sfc');
  });

  it('is refused to strangers, and only they are told', async () => {
    const stranger = await connect('nothing=1');
    stranger.socket.emit('scan', {});
    await until(async () => stranger.events, (seen) => seen.length > 0);
    expect(stranger.events).toEqual([['scan:done_ko', 'You are not authorized to run scans']]);
    stranger.socket.close();
    expect((await app.client.get('/api/scans')).status).toBe(401);
  });
});

describe('tasks in RomM’s shape', () => {
  it('list what there is', async () => {
    const { body } = await admin.get<{ scheduled: unknown[]; manual: unknown[]; watcher: unknown[] }>('/api/tasks');
    expect(body.scheduled).toContainEqual(expect.objectContaining({ name: 'scan_library', type: 'scan', manual_run: false, enabled: false, cron_string: '0 3 * * *' }));
    expect(body.watcher).toContainEqual(expect.objectContaining({ name: 'filesystem_watcher', enabled: false }));
  });
  it('show scans with their counters', async () => {
    const { body } = await admin.get<{ task_id: string; task_name: string; status: string; task_type: string; meta: { scan_stats: object } }[]>('/api/tasks/status');
    const finished = body.find(({ status }) => status === 'finished');
    expect(finished).toMatchObject({ task_name: 'Quick Scan', task_type: 'scan', meta: { scan_stats: { total_platforms: 2 } } });
    expect((await admin.get(`/api/tasks/${finished?.task_id}`)).body).toEqual(finished);
    expect((await admin.get('/api/tasks/nothing')).body).toEqual({ detail: "Task with ID 'nothing' not found" });
  });
  it('run what may be run by hand', async () => {
    expect((await admin.post<{ detail: string }>('/api/tasks/run/nonsense', {})).body.detail).toMatch(/^Task 'nonsense' not found, available tasks are /);
    expect(await admin.post('/api/tasks/run/scan_library', {})).toMatchObject({ status: 400, body: { detail: "Task 'scan_library' cannot be run" } });
    const { body } = await admin.post<{ task_id: string; task_name: string }>('/api/tasks/run/cleanup_missing_roms');
    expect(body.task_name).toBe('Cleanup missing ROMs');
    const done = await until(async () => (await admin.get<{ status: string; meta: unknown }>(`/api/tasks/${body.task_id}`)).body, (task) => task.status === 'finished');
    expect(done.meta).toEqual({ cleanup_stats: { platform_id: null, roms_found: 0, roms_deleted: 0, errors: 0 } });
  });
});
