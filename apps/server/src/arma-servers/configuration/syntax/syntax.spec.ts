import { describe, expect, it } from 'vitest';
import { readParameterFile } from '../../../../../../test/fakes/arma/parameter-file.js';
import { assign, classOf, type Statement } from './ast.js';
import { parseParameterFile } from './parse.js';
import { writeParameterFile } from './write.js';

const hostname = (value: string): Statement[] => [assign('hostname', value)];

describe('quoting (arma-servers spec §3.2)', () => {
  it.each([
    [`Bob's "elite" server`, `hostname = "Bob's ""elite"" server";\n`],
    ['C:\\logs', 'hostname = "C:\\logs";\n'],
    ['x"; passwordAdmin=owned; z="y', 'hostname = "x""; passwordAdmin=owned; z=""y";\n'],
    ['abc\\', 'hostname = "abc\\";\n'],
    ['// no comment', 'hostname = "// no comment";\n'],
    ['};', 'hostname = "};";\n'],
    ['#include "x"', 'hostname = "#include ""x""";\n'],
  ])('%j', (value, expected) => {
    const text = writeParameterFile(hostname(value));
    expect(text).toBe(expected);
    expect(parseParameterFile(text)).toEqual(hostname(value));
    expect(readParameterFile(text)).toEqual({ hostname: value });
  });

  it.each(['a\nb', 'a\rb', 'tab\there', '\u0000', 'x\u2028y', 'x\u2029y', '\u0085', '\ufeffx', '\ud800', 'x\udc00'])('refuses %j and names the field', (value) => {
    expect(() => writeParameterFile(hostname(value))).toThrow(expect.objectContaining({ code: 'CONFIG_INJECTION', message: expect.stringContaining('hostname') as string }) as Error);
  });

  it('keeps 10,000 random texts, read by two parsers', () => {
    const alphabet = [...Array.from('abc"\\{};,=/*#\'() ÄЖ漢😀[]+-.0:'), '//', '/*', '*/', '""', '";', '\\"', ' class x {'];
    let seed = 42;
    const random = (below: number): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    for (let n = 0; n < 10_000; n += 1) {
      const value = Array.from({ length: random(20) }, () => alphabet[random(alphabet.length)]).join('');
      const statements = [assign('hostname', value), assign('motd', [value, 'b', value]), classOf('Missions', [assign('template', value)])];
      const text = writeParameterFile(statements);
      expect(parseParameterFile(text)).toEqual(statements);
      expect(readParameterFile(text)).toEqual({ hostname: value, motd: [value, 'b', value], missions: { template: value } });
    }
  });
});

describe('numbers and names', () => {
  it.each([
    [0.0000001, 'x = 0.0000001;\n'],
    [-3, 'x = -3;\n'],
    [131_072, 'x = 131072;\n'],
    [0.1 + 0.2, 'x = 0.30000000000000004;\n'],
  ])('%d', (value, expected) => {
    const text = writeParameterFile([assign('x', value)]);
    expect(text).toBe(expected);
    expect(parseParameterFile(text)).toEqual([assign('x', value)]);
  });

  it('refuses what is no name', () => {
    expect(() => writeParameterFile([assign('a b', 1)])).toThrow(/no name/);
    expect(() => writeParameterFile([classOf('x{};', [])])).toThrow(/no name/);
    expect(() => writeParameterFile([assign('x', Number.NaN)])).toThrow(/no number/);
  });
});

describe('reading what others wrote', () => {
  it('takes comments, bare words, joined strings, nested arrays and classes', () => {
    const text = `\ufeff// a comment\r\nhostname = "a" \\n "b"; /* more */\nBattlEye=1;persistent = true;\nlanguage = English;\nmotd[] = {\n "see https://example.org // not a comment", "" };\nkick[] = {{0, -1}, {1,180}};\nadmins[] += {"7"};\nclass Missions {};\nclass A : B { x = 1; };\n`;
    expect(parseParameterFile(text)).toEqual([
      assign('hostname', 'a\nb'),
      assign('BattlEye', 1),
      assign('persistent', true),
      assign('language', 'English'),
      assign('motd', ['see https://example.org // not a comment', '']),
      assign('kick', [[0, -1], [1, 180]]),
      assign('admins', ['7']),
      classOf('Missions', []),
      classOf('A', [assign('x', 1)]),
    ]);
  });

  it.each([
    ['hostname = "open;\n', 'line 1'],
    ['a = 1;\nclass B {\n', 'line 3'],
    ['a = 1\nb = 2;', 'line 2'],
    ['a = ;', 'line 1'],
    ['};', 'line 1'],
    ['a = 1;\n\n"x" = 1;', 'line 3'],
    ['class A { x[] = {1, }; };', 'line 1'],
    [`${'class a {'.repeat(40)}${'};'.repeat(40)}`, 'too deep'],
    [`x[] = ${'{'.repeat(40)}${'}'.repeat(40)};`, 'too deep'],
  ])('names the line of %j', (text, message) => {
    expect(() => parseParameterFile(text)).toThrow(message);
  });

  it('reads a megabyte without effort', () => {
    const text = 'motd[] = {"x"};\nclass C { y = "z"; };\n'.repeat(25_000);
    const begun = performance.now();
    expect(parseParameterFile(text)).toHaveLength(50_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
