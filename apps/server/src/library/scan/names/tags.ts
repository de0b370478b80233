import { dataTable } from '../platforms/data-tables.js';

/** What the groups in a file name say (library-scan spec §5.2). Lists keep order and duplicates. */
export interface NameTags {
  regions: string[];
  languages: string[];
  /** `null` when the name has no revision. */
  revision: string | null;
  /** May be empty: `(v-)` is a version without a value. */
  version: string | null;
  tags: string[];
}

interface TokenTable {
  exact_codes: Record<string, string>;
  aliases_lowercase: Record<string, string>;
}

const GROUP = /\(([^)]+)\)|\[([^\]]+)\]/gu;
const VERSION = /^(?:version|ver|v)(?:[\s._-](.*)|([\d.].*))$/iu;
const REGION = /^reg[\s|-](.*)$/iu;
const REVISION = /^rev[\s|-](.*)$/iu;

const lookUp = (table: Record<string, string>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Reads regions, languages, revision, version and free tags out of a full file or folder name. */
export function parseTags(fileName: string): NameTags {
  const found: NameTags = { regions: [], languages: [], revision: null, version: null, tags: [] };
  for (const match of fileName.matchAll(GROUP)) {
    const content = match[1] ?? match[2] ?? '';
    for (const piece of content.split(',')) sortPiece(piece.trim(), found);
  }
  return found;
}

/** The tests of library-scan spec §5.2 in their order; the first hit consumes the piece. */
function sortPiece(piece: string, found: NameTags): void {
  const token = exactToken(piece) ?? looseToken(piece);
  if (token) {
    found[token.list].push(token.value);
    return;
  }
  const version = VERSION.exec(piece);
  if (version) {
    found.version = (version[1] ?? version[2] ?? '').trim();
    return;
  }
  const region = REGION.exec(piece)?.[1]?.trim();
  if (region) {
    found.regions.push(canonicalRegion(region) ?? region);
    return;
  }
  const revision = REVISION.exec(piece);
  if (revision) {
    found.revision = revision[1] ?? '';
    return;
  }
  found.tags.push(piece);
}

interface Token {
  list: 'regions' | 'languages';
  value: string;
}

function exactToken(piece: string): Token | undefined {
  return token('regions', lookUp(regionTable().exact_codes, piece)) ?? token('languages', lookUp(languageTable().exact_codes, piece));
}

function looseToken(piece: string): Token | undefined {
  const lower = piece.toLowerCase();
  return (
    token('regions', lookUp(regionTable().aliases_lowercase, lower)) ??
    token('languages', lookUp(languageTable().aliases_lowercase, lower))
  );
}

const token = (list: Token['list'], value: string | undefined): Token | undefined => (value === undefined ? undefined : { list, value });

const canonicalRegion = (text: string): string | undefined =>
  lookUp(regionTable().exact_codes, text) ?? lookUp(regionTable().aliases_lowercase, text.toLowerCase());

const regionTable = (): TokenTable => dataTable<TokenTable>('region-tokens');
const languageTable = (): TokenTable => dataTable<TokenTable>('language-tokens');

/** Providers whose id may stand in a file name, e.g. `(igdb-123)` (library-scan spec §5.6). */
export type TaggedProvider = 'igdb' | 'moby' | 'ss' | 'ra' | 'launchbox' | 'hltb';

const PROVIDER_TAG = /\((igdb|moby|ssfr|ra|launchbox|hltb)-(\d+)\)/giu;

/** The provider ids a file name names; the first one per provider counts. */
export function providerIdsInName(fileName: string): Partial<Record<TaggedProvider, number>> {
  const ids: Partial<Record<TaggedProvider, number>> = {};
  for (const match of fileName.matchAll(PROVIDER_TAG)) {
    const tag = (match[1] ?? '').toLowerCase();
    const provider = (tag === 'ssfr' ? 'ss' : tag) as TaggedProvider;
    ids[provider] ??= Number(match[2]);
  }
  return ids;
}
