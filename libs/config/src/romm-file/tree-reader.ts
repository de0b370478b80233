import type { Fault } from '../config-error.js';

type Tree = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads values out of parsed YAML. Null counts as absent; what is of the wrong type becomes a fault ("fatal" in the spec). */
export class TreeReader {
  readonly faults: Fault[] = [];
  readonly warnings: string[] = [];

  constructor(private readonly tree: Tree) {}

  /** The value at a path; `undefined` when absent or null. A scalar where a map should be is a fault. */
  at(path: string): unknown {
    let node: unknown = this.tree;
    const walked: string[] = [];
    for (const key of path.split('.')) {
      if (!isMap(node)) {
        this.#wrong(walked.join('.'), 'keys and values');
        return undefined;
      }
      node = node[key];
      walked.push(key);
      if (node == null) return undefined;
    }
    return node;
  }

  /** A list, its entries as text; entries that are null are left out. */
  list(path: string): readonly string[] | undefined {
    const value = this.at(path);
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value.filter((entry) => entry != null).map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
    this.#wrong(path, 'a list');
    return undefined;
  }

  bool(path: string): boolean | undefined {
    const value = this.at(path);
    if (value === undefined || typeof value === 'boolean') return value;
    this.#wrong(path, 'true or false');
    return undefined;
  }

  /** A text that is not empty. */
  text(path: string): string | undefined {
    const value = this.at(path);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.#wrong(path, 'a text that is not empty');
    return undefined;
  }

  int(path: string): number | undefined {
    const value = this.at(path);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    this.#wrong(path, 'a whole number');
    return undefined;
  }

  map(path: string): Tree | undefined {
    const value = this.at(path);
    if (value === undefined || isMap(value)) return value;
    this.#wrong(path, 'keys and values');
    return undefined;
  }

  /** A map of texts; a key without a value is a fault. */
  textMap(path: string): Record<string, string> {
    const entries: [string, string][] = [];
    for (const [key, value] of Object.entries(this.map(path) ?? {})) {
      if (typeof value === 'string' || typeof value === 'number') entries.push([key, String(value)]);
      else this.#wrong(`${path}.${key}`, 'a platform');
    }
    return Object.fromEntries(entries);
  }

  /** A word out of a few; any other text warns and gives the default. */
  word<T extends string>(path: string, allowed: readonly T[], default_: T): T {
    const value = this.text(path);
    if (value === undefined) return default_;
    const found = allowed.find((word) => word === value);
    if (found === undefined) this.warnings.push(`${path} in config.yml: ${JSON.stringify(value)} is not known; ${default_} is used. Allowed: ${allowed.join(', ')}`);
    return found ?? default_;
  }

  #wrong(path: string, allowed: string): void {
    this.faults.push({ source: `${path} in config.yml`, problem: `must be ${allowed}` });
  }
}
