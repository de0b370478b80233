const cache = new Map<string, RegExp>();
const CACHE_LIMIT = 2000;

/**
 * Shell-style wildcard matching as Python's `fnmatch.fnmatchcase` does it (library-scan spec §4): `*` is any run,
 * dots and slashes included, `?` one character, `[seq]` and `[!seq]` sets; anchored at both ends, case-sensitive.
 */
export function fnmatch(name: string, pattern: string): boolean {
  let regex = cache.get(pattern);
  if (!regex) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    regex = new RegExp(`^${translate(pattern)}$`, 'su');
    cache.set(pattern, regex);
  }
  return regex.test(name);
}

function translate(pattern: string): string {
  const characters = Array.from(pattern);
  let out = '';
  let at = 0;
  while (at < characters.length) {
    const c = characters[at++] ?? '';
    if (c === '*') {
      // A run of stars is one star; more would only make the matcher slow.
      while (characters[at] === '*') at++;
      out += '.*';
    } else if (c === '?') {
      out += '.';
    } else if (c === '[') {
      const end = endOfSet(characters, at);
      if (end === -1) {
        out += '\\[';
      } else {
        out += translateSet(characters.slice(at, end));
        at = end + 1;
      }
    } else {
      out += escapeCharacter(c);
    }
  }
  return out;
}

/** The index of the bracket that closes a set; a `]` directly after `[` or `[!` is a member. -1: no set at all. */
function endOfSet(characters: string[], start: number): number {
  let at = start;
  if (characters[at] === '!') at++;
  if (characters[at] === ']') at++;
  return characters.indexOf(']', at);
}

function translateSet(members: string[]): string {
  const negated = members[0] === '!';
  const body = negated ? members.slice(1) : members;
  let set = '';
  for (let i = 0; i < body.length; i++) {
    const from = body[i] ?? '';
    const to = body[i + 2];
    if (body[i + 1] === '-' && to !== undefined) {
      // A range that runs backwards matches nothing; a regular expression would refuse it.
      if ((from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0)) set += `${escapeInSet(from)}-${escapeInSet(to)}`;
      i += 2;
    } else {
      set += escapeInSet(from);
    }
  }
  if (set === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${set}]`;
}

const escapeCharacter = (c: string): string => (/[\\^$.*+?()[\]{}|/]/u.test(c) ? `\\${c}` : c);
const escapeInSet = (c: string): string => (/[\\^\]\-[]/u.test(c) ? `\\${c}` : c);
