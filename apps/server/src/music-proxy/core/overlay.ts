/** An external song in a playlist of the backend. */
export interface Addition {
  /** Index in the whole list. */
  readonly position: number;
  readonly itemId: string;
  /** Seconds. */
  readonly duration: number | null;
}

/** An entry of the whole list: the backend's, by its index there, or one of ours. */
export type Entry = { readonly local: number } | { readonly external: Omit<Addition, 'position'> };

/**
 * The whole list: the backend's entries in their order, with ours at the places they were given. A place behind the end, because the
 * backend's list has become shorter, is the end.
 */
export function overlay(localCount: number, additions: readonly Addition[]): Entry[] {
  const entries: Entry[] = [];
  let local = 0;
  for (const { position, itemId, duration } of additions.toSorted((a, b) => a.position - b.position)) {
    while (entries.length < position && local < localCount) entries.push({ local: local++ });
    entries.push({ external: { itemId, duration } });
  }
  while (local < localCount) entries.push({ local: local++ });
  return entries;
}

/** What a change of the whole list means for each of its two parts. */
export interface Change {
  /** Indexes in the backend's list that go, in ascending order. */
  readonly removeLocal: readonly number[];
  /** Ours afterwards, with their places in the new whole list. */
  readonly additions: readonly Addition[];
}

/**
 * Takes entries out by their index in the whole list and puts others at its end, as updatePlaylist does: indexes are those of the list
 * before the change; one that is not there is passed over.
 */
export function change(entries: readonly Entry[], remove: readonly number[], add: readonly (Omit<Addition, 'position'> | 'local')[]): Change {
  const gone = new Set(remove);
  const removeLocal = entries.flatMap((entry, index) => (gone.has(index) && 'local' in entry ? [entry.local] : []));
  const left = entries.filter((_, index) => !gone.has(index)).map((entry) => ('local' in entry ? 'local' : entry.external));
  return { removeLocal: removeLocal.toSorted((a, b) => a - b), additions: placed([...left, ...add]) };
}

/** Ours among a whole list, with their places. */
export function placed(list: readonly (Omit<Addition, 'position'> | 'local')[]): Addition[] {
  return list.flatMap((entry, position) => (entry === 'local' ? [] : [{ ...entry, position }]));
}
