/** A page by number of rows to skip: what most of our wire dialects ask for. */
export interface OffsetPage {
  /** At least 1; whoever reads it from outside bounds it. */
  readonly limit: number;
  readonly offset: number;
}

/** A page that starts behind a row already seen: its cost doesn't grow with its distance from the start. */
export interface KeysetPage<Key> {
  readonly limit: number;
  /** Sort key and id of the last row seen; the first page has none. */
  readonly after?: { readonly key: Key; readonly id: number };
}

/** Rows of a page, and how many there are in all. */
export interface Paged<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}
