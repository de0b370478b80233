/** Deeper than any body of ours; a value that is nested without end could be read but not written again. */
const MAX_DEPTH = 64;

/** What no schema should have to say of each of its texts. */
export interface Unstorable {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

interface Place {
  readonly value: unknown;
  readonly depth: number;
  readonly key: string | number;
  readonly parent: Place | undefined;
}

/**
 * Why a value from outside can't be kept, and where the fault is: PostgreSQL holds no NUL in a text, the other databases do, and nobody
 * means one. Walks without recursion: the value may be nested deeper than the stack.
 */
export function unstorable(value: unknown): Unstorable | undefined {
  const places: Place[] = [{ value, depth: 0, key: '', parent: undefined }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value: found, depth } = place;
    if (typeof found === 'string') {
      if (found.includes('\0')) return { message: 'Text must not contain a NUL character', path: pathOf(place) };
    } else if (typeof found === 'object' && found !== null && !ArrayBuffer.isView(found)) {
      if (depth > MAX_DEPTH) return { message: `Input is nested deeper than ${MAX_DEPTH} levels`, path: [] };
      for (const [key, inner] of Object.entries(found)) places.push({ value: inner, depth: depth + 1, key: Array.isArray(found) ? Number(key) : key, parent: place });
    }
  }
  return undefined;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}
