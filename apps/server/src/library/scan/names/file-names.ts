/** Stored length of a sort key (library-scan spec §1). */
export const SORT_KEY_LENGTH = 500;

const EXTENSION = /\.(?:[a-z]+\.)*[\p{L}\p{N}_]+$/u;
const TRAILING_GROUPS = /(?:\s*(?:\([^)]*\)|\[[^\]]*\]))*\s*$/u;
const LEADING_ARTICLE = /^(?:the|a|an|le|la|les|el|los|las|il|lo|gli|der|die|das|het)\s+/u;

/** A file or folder name and what is derived from it (library-scan spec §5.1). */
export interface DerivedName {
  /** Without the dot, case kept; empty when there is none. */
  extension: string;
  noExtension: string;
  noTags: string;
}

/**
 * The extension as RomM sees it: a suffix that may swallow lower-case words between dots (`tar.gz`, but also
 * `mario.bros.nes`). It is what clients show; what kind of archive a file is gets decided elsewhere, by its true last
 * suffix and its first bytes. Library-scan spec §5.1.
 */
export function extensionOf(name: string): string {
  return EXTENSION.exec(name)?.[0].slice(1) ?? '';
}

/** Splits a name into extension, name without extension and name without its trailing tag groups. */
export function deriveName(name: string): DerivedName {
  const extension = extensionOf(name);
  const noExtension = (extension === '' ? name : name.slice(0, -extension.length - 1)).trim();
  return { extension, noExtension, noTags: noExtension.replace(TRAILING_GROUPS, '').trim() };
}

/**
 * The key a name is sorted by: lower case, one leading article dropped, runs of digits padded to 12 so that
 * "Game 2" comes before "Game 10" (library-scan spec §5.1).
 */
export function sortKeyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(LEADING_ARTICLE, '')
    .replace(/\d+/gu, (digits) => digits.padStart(12, '0'))
    .slice(0, SORT_KEY_LENGTH);
}

/** Orders names by code point, not by UTF-16 unit, so that the order is the same everywhere. */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates stand for code points above every other unit.
      const high = Number(x >= 0xd800 && x <= 0xdfff) - Number(y >= 0xd800 && y <= 0xdfff);
      return high === 0 ? x - y : high;
    }
  }
  return a.length - b.length;
}
