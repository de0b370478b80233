import { createStore, useStore } from '@mantine/store';
import type { Rom } from '../../../api/types.js';
import { live } from '../../../live/socket.js';

/** How many lines the feed keeps; older ones are in the library, not lost. */
const LINES = 200;
/** A scan can find hundreds of games a second; the page is drawn anew this often, in milliseconds. */
const EVERY = 250;

export interface FeedEntry {
  readonly id: number;
  readonly title: string;
  readonly platform: string;
}

/** Newest first. */
const store = createStore<{ entries: readonly FeedEntry[] }>({ entries: [] });

type ScannedRom = Pick<Rom, 'id' | 'name' | 'fs_name' | 'fs_name_no_tags' | 'platform_display_name'>;

/** Found since the page was drawn last, in the order of arrival; a game that comes again moves to the end. */
const found = new Map<number, FeedEntry>();
let timer: number | undefined;

/** The lines with what was found since on top, the newest first; a game that came again stands there once. */
export const withFound = (lines: readonly FeedEntry[], since: ReadonlyMap<number, FeedEntry>): FeedEntry[] => [...[...since.values()].reverse(), ...lines.filter(({ id }) => !since.has(id))].slice(0, LINES);

function show(): void {
  timer = undefined;
  store.setState(({ entries }) => ({ entries: withFound(entries, found) }));
  found.clear();
}

live.on('scan:scanning_rom', (payload) => {
  const rom = payload as ScannedRom;
  found.delete(rom.id);
  found.set(rom.id, { id: rom.id, title: rom.name ?? (rom.fs_name_no_tags || rom.fs_name), platform: rom.platform_display_name });
  timer ??= window.setTimeout(show, EVERY);
});

/** Empties the feed for a new scan. */
export function clearFeed(): void {
  found.clear();
  store.setState({ entries: [] });
}

/** Games that were found while this page has been open, newest first. */
export function useFeed(): readonly FeedEntry[] {
  return useStore(store).entries;
}
