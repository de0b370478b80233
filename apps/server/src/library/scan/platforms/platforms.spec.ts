import { describe, expect, it } from 'vitest';
import { canonicalSlug, detectPlatform, isIdentifiedPlatform, twinFolders } from './detect-platform.js';
import { dataTable } from './data-tables.js';
import { platformVersions, universalPlatforms } from './platform-tables.js';

const none = { platforms: {}, versions: {} };

describe('the slug of a folder', () => {
  it('is bound by config.yml before anything else', () => {
    expect(canonicalSlug('snes', { platforms: { snes: 'sfam' }, versions: { snes: 'nes' } })).toBe('sfam');
    expect(canonicalSlug('naomi', { platforms: {}, versions: { naomi: 'arcade' } })).toBe('arcade');
  });
  it('is the folder name, case and all', () => {
    expect(canonicalSlug('snes', none)).toBe('snes');
    expect(canonicalSlug('SNES', none)).toBe('SNES');
    expect(isIdentifiedPlatform(detectPlatform('SNES'))).toBe(false);
  });
  it.each([
    ['megadrive', 'genesis'],
    ['gc', 'ngc'],
    ['mastersystem', 'sms'],
    ['pcengine', 'tg16'],
    ['mame', 'arcade'],
    ['sfc', 'sfam'],
    ['windows', 'win'],
    ['ngpc', 'neo-geo-pocket-color'],
  ])('of the front-ends: %s is %s without any config', (folder, slug) => expect(canonicalSlug(folder, none)).toBe(slug));
  it('is not fooled by object properties', () => expect(canonicalSlug('constructor', none)).toBe('constructor'));
});

describe('folders that are most likely one platform', () => {
  const twins = (folders: string[], bindings = none): string[] => twinFolders(folders, bindings).map(({ folder }) => folder);
  it('differ in case or Unicode form, and the one that is a slug is the right one', () => {
    expect(twins(['SNES', 'Snes', 'gba', 'snes'])).toEqual(['SNES', 'Snes']);
    expect(twins(['ne\u0301o', 'n\u00e9o'])).toEqual(['n\u00e9o']);
    expect(twinFolders(['SNES', 'snes'], none)[0]?.message).toContain("'snes'");
  });
  it('are a front-end’s name beside the slug, unless config.yml says so', () => {
    expect(twins(['genesis', 'megadrive'])).toEqual(['megadrive']);
    expect(twins(['mame', 'fbneo'])).toEqual([]);
    expect(twins(['genesis', 'megadrive'], { platforms: { megadrive: 'genesis' }, versions: {} })).toEqual([]);
  });
});

describe('the tables', () => {
  it('are whole', () => {
    expect(universalPlatforms().size).toBe(460);
    expect(platformVersions().size).toBe(240);
    expect([...universalPlatforms().values()].filter((row) => !row.hashable)).toHaveLength(25);
  });
  it('have aliases that lead to real slugs and hide none', () => {
    for (const [alias, slug] of Object.entries(dataTable<Record<string, string>>('platform-aliases'))) {
      expect(universalPlatforms().has(slug), slug).toBe(true);
      expect(universalPlatforms().has(alias) || platformVersions().has(alias), alias).toBe(false);
    }
  });
});

describe('a platform', () => {
  it('takes ids from the tables', () => {
    expect(detectPlatform('snes')).toMatchObject({ name: 'Super Nintendo Entertainment System', igdb_id: 19, ra_id: 3, hashable: true });
  });
  it('that is a version has its parent’s ids and its own name', () => {
    const parent = detectPlatform('atari2600');
    expect(detectPlatform('atari-2600-plus')).toMatchObject({ igdb_id: parent.igdb_id, family_slug: parent.family_slug, moby_id: null });
    expect(detectPlatform('atari-2600-plus').name).not.toBe(parent.name);
  });
  it('nobody knows gets its slug as a title and counts as unidentified', () => {
    const unknown = detectPlatform('my-own_system2x');
    expect(unknown).toMatchObject({ slug: 'my-own_system2x', name: 'My Own_System2X', igdb_id: null, hashable: true });
    expect(isIdentifiedPlatform(unknown)).toBe(false);
  });
  it('may forbid hashing', () => expect(detectPlatform('switch').hashable).toBe(false));
  it('with only a TheGamesDB-like id is not identified', () => {
    expect(isIdentifiedPlatform(detectPlatform('steam'))).toBe(false);
  });
});
