import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byCodePoint, deriveName, sortKeyOf } from './file-names.js';
import { parseTags, providerIdsInName } from './tags.js';

interface Example {
  no: number;
  name: string;
  title: string;
  extension: string;
  regions: string[];
  languages: string[];
  revision: string | null;
  version: string | null;
  tags: string[];
}

const examples = JSON.parse(
  readFileSync(new URL('../../../../../../test/fixtures/library/names/worked-examples.json', import.meta.url), 'utf8'),
) as Example[];

describe('the worked examples of library-scan spec §5.5', () => {
  it('are all here', () => expect(examples).toHaveLength(96));

  it.each(examples)('$no: $name', ({ name, title, extension, regions, languages, revision, version, tags }) => {
    expect(deriveName(name)).toMatchObject({ noTags: title, extension });
    expect(parseTags(name)).toEqual({ regions, languages, revision, version, tags });
  });
});

describe('tags', () => {
  it('take a version with an empty value as said, not as absent', () => expect(parseTags('Tool (v-).rom').version).toBe(''));
  it('do not trip over names of object properties', () => expect(parseTags('Quest (constructor) [toString].zip').tags).toEqual(['constructor', 'toString']));
  it('keep duplicates in their order', () => expect(parseTags('Quest (USA, Japan) (U).zip').regions).toEqual(['USA', 'Japan', 'USA']));
  it('stay fast on a hostile name', () => {
    const started = performance.now();
    parseTags('('.repeat(4000));
    deriveName(`${' '.repeat(2000)}${'[a] '.repeat(2000)}${'.a'.repeat(2000)}-`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('provider ids in names', () => {
  it('need parentheses and digits, in any case', () => {
    expect(providerIdsInName('Quest (IGDB-1234) (ssfr-7) [moby-5] (ra-x) (hltb-9).zip')).toEqual({ igdb: 1234, ss: 7, hltb: 9 });
  });
  it('count once per provider, the first', () => expect(providerIdsInName('Q (igdb-1)(igdb-2).zip')).toEqual({ igdb: 1 }));
});

describe('sort keys', () => {
  it.each([
    ['The Legend of Zelda', 'legend of zelda'],
    ['Final Fantasy 7', 'final fantasy 000000000007'],
    ['A-Train', 'a-train'],
    ['Les Chevaliers 2 10', 'chevaliers 000000000002 000000000010'],
    ['Thematic', 'thematic'],
  ])('%s', (name, key) => expect(sortKeyOf(name)).toBe(key));
  it('are cut at 500 characters', () => expect(sortKeyOf('1'.repeat(400) + ' 2'.repeat(300))).toHaveLength(500));
});

describe('code-point order', () => {
  it('puts astral characters after all others', () => {
    expect(['\u{1F3AE}', '\uFFFD', 'b', 'B', 'ab', 'a'].toSorted(byCodePoint)).toEqual(['B', 'a', 'ab', 'b', '\uFFFD', '\u{1F3AE}']);
  });
});
