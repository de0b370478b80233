import type { ListedEntry, WalkProblem } from './walker.js';

/** What a listing looks like on its way from a worker thread. */
export interface PackedListing {
  /** The names in UTF-8, one after the other, in code-point order (which is the order of their bytes). */
  names: Uint8Array;
  /** Where each name ends. */
  ends: Uint32Array;
  /** 1 for a folder, 0 for a file. */
  folders: Uint8Array;
  problems: WalkProblem[];
}

/** Packs entries that are in code-point order. */
export function packListing(entries: readonly ListedEntry[], problems: WalkProblem[]): PackedListing {
  const lengths = entries.map(({ name }) => Buffer.byteLength(name));
  const names = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0));
  const ends = new Uint32Array(entries.length);
  const folders = new Uint8Array(entries.length);
  let end = 0;
  for (const [i, { name, folder }] of entries.entries()) {
    end += names.write(name, end, 'utf8');
    ends[i] = end;
    folders[i] = folder ? 1 : 0;
  }
  return { names, ends, folders, problems };
}

/**
 * The entries of a games folder, packed: a folder may hold a million of them, and a scan only ever works on a few hundred. They cost
 * their bytes here and no objects; who needs some unpacks them.
 */
export class Listing {
  readonly length: number;
  private readonly names: Buffer;

  constructor(private readonly packed: PackedListing) {
    this.length = packed.ends.length;
    this.names = Buffer.from(packed.names.buffer, packed.names.byteOffset, packed.names.byteLength);
  }

  /** Some entries, in order. */
  slice(from: number, to: number): ListedEntry[] {
    const entries: ListedEntry[] = [];
    for (let i = from; i < Math.min(to, this.length); i++) entries.push({ name: this.names.toString('utf8', this.start(i), this.packed.ends[i]), folder: this.packed.folders[i] === 1 });
    return entries;
  }

  /** The entry of that name. */
  find(name: string): ListedEntry | undefined {
    const wanted = Buffer.from(name);
    const at = this.position(wanted);
    return at < this.length && this.compare(at, wanted) === 0 ? { name, folder: this.packed.folders[at] === 1 } : undefined;
  }

  /** Where the entries begin whose name comes after this one in code-point order. */
  after(name: string): number {
    const wanted = Buffer.from(name);
    const at = this.position(wanted);
    return at < this.length && this.compare(at, wanted) === 0 ? at + 1 : at;
  }

  /** Where the first entry lies that does not come before the name. */
  private position(name: Buffer): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(at: number, name: Buffer): number {
    return -name.compare(this.names, this.start(at), this.packed.ends[at]);
  }

  private start(at: number): number {
    return at === 0 ? 0 : (this.packed.ends[at - 1] ?? 0);
  }
}
