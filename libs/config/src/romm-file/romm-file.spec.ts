import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseRommFile, RommFile } from './index.js';

const parsed = (yaml: string) => parseRommFile((parse(yaml) ?? {}) as Record<string, unknown>);
const faultsOf = (yaml: string): string[] => parsed(yaml).faults.map(({ source, problem }) => `${source}: ${problem}`);

describe('parsing (library-scan spec §2)', () => {
  it('has the defaults of the table for an empty file', () => {
    const { config, faults, warnings } = parsed('');
    expect([faults, warnings]).toEqual([[], []]);
    expect(config.filesystem).toEqual({ romsFolder: 'roms', firmwareFolder: 'bios', skipHashCalculation: false });
    expect(config.scan).toMatchObject({ regionPriority: ['us', 'wor', 'ss', 'eu', 'jp'], regionMode: 'prefer_rom_tags', languagePriority: ['en'], media: ['box2d', 'screenshot', 'manual'], artworkOverrides: {}, gamelistThumbnail: 'box2d', gamelistImage: 'screenshot' });
    expect(config.excluded.EXCLUDED_SINGLE_EXT).toEqual(['bak', 'cache', 'crdownload', 'db', 'ini', 'lock', 'log', 'tmp']);
    expect(config.excluded.EXCLUDED_PLATFORMS).toContain('System Volume Information');
    expect(config.emulatorjs).toMatchObject({ cacheLimit: null, netplayEnabled: false, iceServers: [], controls: {} });
  });

  it('adds to the built-in exclusions, strips one leading dot and lower-cases extensions', () => {
    const { config } = parsed('exclude:\n  platforms: [zzz, assets]\n  roms:\n    single_file:\n      extensions: [.TXT, ..nfo]\n      names: [Readme]\n');
    expect(config.excluded.EXCLUDED_SINGLE_EXT).toEqual(expect.arrayContaining(['txt', '.nfo', 'db']));
    expect(config.excluded.EXCLUDED_SINGLE_FILES).toContain('Readme');
    expect(config.excluded.EXCLUDED_PLATFORMS.filter((name) => name === 'assets')).toHaveLength(1);
    expect(config.excluded.EXCLUDED_PLATFORMS.at(-1)).toBe('zzz');
  });

  it('takes null for absent', () => {
    expect(faultsOf('exclude:\n  platforms:\nfilesystem:\nsystem:\n  platforms:\nscan:\n  priority:\n    region:\nemulatorjs:\n  debug:\n')).toEqual([]);
  });

  it.each([
    ['exclude:\n  roms:\n    multi_file:\n      parts:\n        names: x', 'exclude.roms.multi_file.parts.names in config.yml: must be a list'],
    ['filesystem:\n  roms_folder: ""', 'filesystem.roms_folder in config.yml: must be a text that is not empty'],
    ['filesystem:\n  firmware_folder: 3', 'filesystem.firmware_folder in config.yml: must be a text that is not empty'],
    ['system:\n  platforms: [a]', 'system.platforms in config.yml: must be keys and values'],
    ['system:\n  versions:\n    naomi:', 'system.versions.naomi in config.yml: must be a platform'],
    ['scan:\n  priority:\n    metadata: igdb', 'scan.priority.metadata in config.yml: must be a list'],
    ['scan:\n  priority:\n    cover: igdb', 'scan.priority.cover in config.yml: must be a list'],
    ['scan:\n  media: box2d', 'scan.media in config.yml: must be a list'],
    ['scan:\n  gamelist:\n    export: 1', 'scan.gamelist.export in config.yml: must be true or false'],
    ['scan:\n  gamelist:\n    media:\n      image: 4', 'scan.gamelist.media.image in config.yml: must be a text that is not empty'],
    ['emulatorjs:\n  cache_limit: big', 'emulatorjs.cache_limit in config.yml: must be a whole number'],
    ['emulatorjs:\n  settings:\n    snes9x: 3', 'emulatorjs.settings.snes9x in config.yml: must be keys and values'],
    ['emulatorjs:\n  controls:\n    snes9x:\n      0: [1]', 'emulatorjs.controls.snes9x.0 in config.yml: must be keys and values'],
    ['emulatorjs:\n  netplay:\n    ice_servers: stun:x', 'emulatorjs.netplay.ice_servers in config.yml: must be a list of keys and values'],
    ['streaming:\n  containers: {}', 'streaming.containers in config.yml: must be a list of keys and values'],
    ['scan: quick', 'scan in config.yml: must be keys and values'],
  ])('calls %j fatal', (yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([fault]);
  });

  it('warns and falls back where the table says so', () => {
    const { config, faults, warnings } = parsed('scan:\n  media: [box2d, poster]\n  priority:\n    region_mode: maybe\n    cover: [igdb, nobody]\n  gamelist:\n    media:\n      thumbnail: fanart\n');
    expect(faults).toEqual([]);
    expect(config.scan).toMatchObject({ media: ['box2d'], regionMode: 'prefer_rom_tags', gamelistThumbnail: 'box2d', artworkOverrides: { url_cover: ['igdb', 'nobody'] } });
    expect(warnings).toHaveLength(4);
  });

  it('accepts both spellings of the gamelist export; the newer wins', () => {
    expect(parsed('scan:\n  export_gamelist: true').config.scan.gamelistExport).toBe(true);
    expect(parsed('scan:\n  export_gamelist: true\n  gamelist:\n    export: false').config.scan.gamelistExport).toBe(false);
  });

  it('fills up missing players and keeps button values', () => {
    const { config } = parsed('emulatorjs:\n  controls:\n    snes9x:\n      0:\n        8: { value: x, value2: BUTTON_2 }\n  settings:\n    core: { a: 1 }\n');
    expect(config.emulatorjs.controls['snes9x']).toEqual({ 0: { 8: { value: 'x', value2: 'BUTTON_2' } }, 1: {}, 2: {}, 3: {} });
    expect(config.emulatorjs.settings).toEqual({ core: { a: 1 } });
  });
});

describe('RommFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rumpus-romm-file-'));
    file = join(folder, 'config.yml');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('creates a missing file empty', () => {
    const romm = new RommFile(join(folder, 'config', 'config.yml'));
    expect(romm.mounted).toBe(true);
    expect(romm.current().filesystem.romsFolder).toBe('roms');
  });

  it('follows changes, and keeps the last good values with the error while the file is broken', () => {
    const romm = new RommFile(file);
    writeFileSync(file, 'filesystem:\n  roms_folder: games\n');
    expect(romm.current().filesystem.romsFolder).toBe('games');
    writeFileSync(file, 'filesystem: [broken\n');
    expect(romm.current().filesystem.romsFolder).toBe('games');
    expect(romm.parseError).toMatch(/line 1|flow/i);
    writeFileSync(file, 'filesystem:\n  roms_folder: 7\n');
    expect(romm.parseError).toBe('filesystem.roms_folder in config.yml: must be a text that is not empty');
    expect(romm.current().filesystem.romsFolder).toBe('games');
    writeFileSync(file, '');
    expect(romm.parseError).toBeNull();
    expect(romm.current().filesystem.romsFolder).toBe('roms');
  });

  it('keeps comments, order and unknown keys when it writes', async () => {
    writeFileSync(file, '# mine\nsystem:\n  # folders\n  platforms:\n    gc: ngc # the cube\nother: [1,  2]\n');
    const romm = new RommFile(file);
    await romm.bindPlatform('psx1', 'psx');
    await romm.bindPlatform('gc', 'wii');
    await romm.bindVersion('naomi', 'arcade');
    await romm.exclude('EXCLUDED_SINGLE_EXT', '.TXT');
    await romm.exclude('EXCLUDED_SINGLE_EXT', 'db');
    expect(readFileSync(file, 'utf8')).toBe(
      '# mine\nsystem:\n  # folders\n  platforms:\n    gc: ngc # the cube\n    psx1: psx\n  versions:\n    naomi: arcade\nother: [ 1, 2 ]\nexclude:\n  roms:\n    single_file:\n      extensions:\n        - txt\n',
    );
    expect(romm.current().platformBindings).toEqual({ gc: 'ngc', psx1: 'psx' });
    await romm.unbindPlatform('gc');
    await romm.unbindPlatform('never');
    await romm.unbindVersion('naomi');
    await romm.unexclude('EXCLUDED_SINGLE_EXT', 'txt');
    await romm.unexclude('EXCLUDED_SINGLE_EXT', 'db');
    expect(romm.current().platformBindings).toEqual({ psx1: 'psx' });
    expect(romm.current().platformVersions).toEqual({});
    expect(romm.current().excluded.EXCLUDED_SINGLE_EXT).not.toContain('txt');
    expect(readdirSync(folder)).toEqual(['config.yml']);
  });

  it('writes into keys that are there but empty', async () => {
    writeFileSync(file, 'system:\n  platforms:\nexclude:\n');
    const romm = new RommFile(file);
    await romm.bindPlatform('a', 'b');
    await romm.exclude('EXCLUDED_PLATFORMS', 'x');
    expect(romm.current().platformBindings).toEqual({ a: 'b' });
    expect(romm.current().excluded.EXCLUDED_PLATFORMS).toContain('x');
  });

  it('replaces scan options and leaves region_mode alone', async () => {
    writeFileSync(file, 'scan:\n  export_gamelist: true\n  priority:\n    region_mode: prefer_config\n    cover: [sgdb]\n');
    const romm = new RommFile(file);
    await romm.replaceScan({ metadataPriority: ['ra'], artworkPriority: ['ss'], manualPriority: ['ss'], regionPriority: ['jp'], languagePriority: ['ja'], media: ['logo'], gamelistExport: false, gamelistThumbnail: 'box3d', gamelistImage: 'miximage', pegasusExport: true });
    expect(romm.current().scan).toEqual({
      metadataPriority: ['ra'], artworkPriority: ['ss'], artworkOverrides: { url_manual: ['ss'] }, regionPriority: ['jp'], regionMode: 'prefer_config', languagePriority: ['ja'], media: ['logo'], gamelistExport: false, gamelistThumbnail: 'box3d', gamelistImage: 'miximage', pegasusExport: true,
    });
  });

  it('loses no edit when many come at once', async () => {
    const romm = new RommFile(file);
    await Promise.all(Array.from({ length: 20 }, async (_, index) => romm.bindPlatform(`f${index}`, 'nes')));
    expect(Object.keys(romm.current().platformBindings)).toHaveLength(20);
  });

  it('refuses to write over a broken file, and keeps the mode of a good one', async () => {
    const romm = new RommFile(file);
    chmodSync(file, 0o600);
    await romm.bindPlatform('a', 'b');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, 'a: [');
    await expect(romm.bindPlatform('c', 'd')).rejects.toMatchObject({ kind: 'conflict', code: 'config_broken' });
    expect(readFileSync(file, 'utf8')).toBe('a: [');
  });

  it('says so when the file can’t be written', async () => {
    writeFileSync(join(folder, 'plain'), '');
    const romm = new RommFile(join(folder, 'plain', 'config.yml'));
    await expect(romm.bindPlatform('a', 'b')).rejects.toMatchObject({ code: 'config_not_writable', message: 'Config file is not writable. Check config.yml permissions' });
  });
});
