import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { pseudo } from './pseudo.js';

const src = join(import.meta.dirname, '..');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
const folders = files.filter((file) => file.endsWith('locales/en.json')).map((file) => file.slice(0, -'en.json'.length));
const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.(spec|d)\.tsx?$/.test(file) && !file.includes('generated'));

/** `a.b.c` → text. */
function flat(tree: unknown, prefix = ''): [string, string][] {
  if (typeof tree === 'string') return [[prefix, tree]];
  return Object.entries(tree as object).flatMap(([key, value]) => flat(value, prefix === '' ? key : `${prefix}.${key}`));
}

const strings = (folder: string, language: string) => new Map(flat(JSON.parse(readFileSync(join(src, folder, `${language}.json`), 'utf8'))));
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');

describe.each(folders)('the strings in %s', (folder) => {
  const english = strings(folder, 'en');
  const german = strings(folder, 'de');

  it('are the same in every language', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have the same placeholders in every language', () => {
    for (const [key, text] of english) expect(placeholders(german.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it('are all used', () => {
    const namespace = /modules\/([^/]+)\//.exec(folder)?.[1] ?? 'common';
    const own = namespace === 'common' ? sources : sources.filter((file) => file.includes(`modules/${namespace}/`) || file.startsWith('shell/'));
    const code = own.map((file) => readFileSync(join(src, file), 'utf8')).join('\n');
    const unused = [...new Set([...english.keys()].map(base))].filter((key) => !mentioned(code, key, namespace));
    expect(unused).toEqual([]);
  });
});

/** Whole keys, `namespace:key`, and keys with a part put in (`` `order.${…}` ``, `` `scanType.${…}.name` ``). */
function mentioned(code: string, key: string, namespace: string): boolean {
  if ([key, `${namespace}:${key}`].some((whole) => code.includes(`'${whole}'`) || code.includes(`"${whole}"`))) return true;
  const parts = key.split('.');
  return parts.some((_, from) => from > 0 && parts.some((_part, to) => to >= from && putIn(parts.slice(0, from), parts.slice(to + 1)).test(code)));
}

const putIn = (head: string[], tail: string[]) => new RegExp(`[\`:]${head.join('\\.')}\\.\\$\\{[^}]*\\}${tail.map((part) => `\\.${part}`).join('')}\``);

const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'label', 'description', 'alt', 'nothingFoundMessage']);

interface Node {
  type: string;
  value?: unknown;
  name?: { name?: string };
  start: number;
  [key: string]: unknown;
}

/** Texts in markup that no translation can reach. */
function literals(code: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown, translated: boolean): void => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, translated);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const { type, value, name } = node as Node;
    if (type === 'JSXText' && translated && typeof value === 'string' && /\p{L}/u.test(value)) found.push(value.trim());
    const literal = value as Node | null | undefined;
    if (type === 'JSXAttribute' && SPOKEN.has(name?.name ?? '') && literal?.type === 'Literal' && /\p{L}/u.test(String(literal.value))) found.push(`${name?.name}=${String(literal.value)}`);
    const inside = translated && !(type === 'JSXElement' && saysNoTranslation(node as Node));
    for (const child of Object.values(node)) visit(child, inside);
  };
  visit(parseAst(code, { lang: 'tsx' }), true);
  return found;
}

/** True for `<… translate="no">`: names, keys and the like. */
function saysNoTranslation(element: Node): boolean {
  const opening = element['openingElement'] as { attributes: Node[] };
  return opening.attributes.some((attribute) => attribute.type === 'JSXAttribute' && attribute.name?.name === 'translate');
}

describe('the markup', () => {
  it.each(sources.filter((file) => file.endsWith('.tsx')))('of %s has no text of its own', (file) => {
    expect(literals(readFileSync(join(src, file), 'utf8'))).toEqual([]);
  });

  it('would be caught with one', () => {
    const code = `export const A = () => <p title="Hint">Hello <kbd translate="no">Ctrl</kbd> {t('key')}</p>;`;
    expect(literals(code)).toEqual(['title=Hint', 'Hello']);
  });
});

describe('pseudo', () => {
  it('keeps placeholders and tags', () => {
    expect(pseudo('Hi {{name}}, <b>go</b>')).toMatch(/^⟦Ĥ?H?î {{name}}, <b>ĝö<\/b>·+⟧$/);
  });
});
