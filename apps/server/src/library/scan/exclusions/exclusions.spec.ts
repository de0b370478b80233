import { describe, expect, it } from 'vitest';
import { effectiveExclusions, Exclusions, isExcludedMember, NO_EXCLUSIONS } from './exclusions.js';
import { fnmatch } from './fnmatch.js';

describe('fnmatch', () => {
  it.each([
    ['.Trash-1000', '.Trash-*', true],
    ['rom:Zone.Identifier', '*:Zone.Identifier', true],
    ['a/b.c', '*.c', true],
    ['line\nbreak', 'line*', true],
    ['abc', 'a?c', true],
    ['\u{1F3AE}', '?', true],
    ['abc', 'ABC', false],
    ['abcd', 'abc', false],
    ['a', '[abc]', true],
    ['d', '[!abc]', true],
    ['a', '[!abc]', false],
    [']', '[]]', true],
    ['x', '[!]]', true],
    ['[a', '[a', true],
    ['a-c', 'a[-]c', true],
    ['m', '[a-z]', true],
    ['m', '[z-a]', false],
    ['m', '[!z-a]', true],
    ['game.(x)', 'game.(x)', true],
    ['gameZ(x)', 'game.(x)', false],
    ['^', '[\\^]', true],
  ])('%j against %j is %s', (name, pattern, expected) => expect(fnmatch(name, pattern)).toBe(expected));

  it('does not choke on a pattern full of stars', () => {
    const started = performance.now();
    expect(fnmatch('a'.repeat(300), `${'*'.repeat(60)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('exclusions', () => {
  const rules = new Exclusions({
    ...NO_EXCLUSIONS,
    platforms: ['rom*'],
    singleFileExtensions: ['.TXT', 'tar.gz'],
    singleFileNames: ['Thumbs.*'],
    multiFileNames: ['  Extras '],
    partExtensions: ['nfo'],
    partNames: ['readme'],
  });

  it('of single files look at the last suffix, in any case, with or without a dot in the list', () => {
    expect(rules.singleFile('old.tmp.zip')).toBe(false);
    expect(rules.singleFile('x.TMP')).toBe(true);
    expect(rules.singleFile('notes.txt')).toBe(true);
    expect(rules.singleFile('Backup.TAR.gz')).toBe(true);
    expect(rules.singleFile('Thumbs.jpg')).toBe(true);
    expect(rules.singleFile('thumbs.jpg')).toBe(false);
    expect(rules.singleFile('a.nfo')).toBe(false);
  });

  it('of folders ignore case and outer blanks', () => {
    expect(rules.multiFileFolder(' EXTRAS')).toBe(true);
    expect(rules.multiFileFolder('@EADIR')).toBe(true);
    expect(rules.multiFileFolder('Extras 2')).toBe(false);
  });

  it('of platforms heed case', () => {
    expect(rules.platformFolder('roms-old')).toBe(true);
    expect(rules.platformFolder('Roms-old')).toBe(false);
    expect(rules.platformFolder('assets')).toBe(true);
  });

  it('of parts have their own lists', () => {
    expect(rules.part('a.nfo')).toBe(true);
    expect(rules.part('readme')).toBe(true);
    expect(rules.part('readme.txt')).toBe(false);
    expect(rules.part('gamelist.xml')).toBe(true);
  });

  it('of archive members are the built-in ones only', () => {
    expect(isExcludedMember('dir/Thumbs.db')).toBe(true);
    expect(isExcludedMember('dir/.DS_Store')).toBe(true);
    expect(isExcludedMember('dir/readme')).toBe(false);
  });

  it('of the watcher look at every component and at half-written files', () => {
    expect(rules.watchedPath(['roms', 'gba', '@eaDir', 'x'])).toBe(true);
    expect(rules.watchedPath(['roms', 'gba', '.romm_tmp_ab'])).toBe(true);
    expect(rules.watchedPath(['roms', 'gba', 'x.tmp'])).toBe(false);
  });

  it('show the sorted union with the built-ins', () => {
    expect(effectiveExclusions({ ...NO_EXCLUSIONS, partExtensions: ['.NFO', 'tmp'] }).partExtensions).toEqual(
      ['bak', 'cache', 'crdownload', 'db', 'ini', 'lock', 'log', 'nfo', 'tmp'],
    );
  });
});
