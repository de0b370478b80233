import { createStore, useStore } from '@mantine/store';
import type { Rom } from '../../../api/types.js';
import { live } from '../../../live/socket.js';

/** How many lines the feed keeps; older ones are in the library, not lost. */
const LINES = 200;

export interface FeedEntry {
  readonly id: number;
  readonly title: string;
  readonly platform: string;
}

/** Newest first. */
const store = createStore<{ entries: readonly FeedEntry[] }>({ entries: [] });

type ScannedRom = Pick<Rom, 'id' | 'name' | 'fs_name' | 'fs_name_no_tags' | 'platform_display_name'>;

live.on('scan:scanning_rom', (payload) => {
  const rom = payload as ScannedRom;
  const entry = { id: rom.id, title: rom.name ?? (rom.fs_name_no_tags || rom.fs_name), platform: rom.platform_display_name };
  store.setState(({ entries }) => ({ entries: [entry, ...entries.filter((one) => one.id !== entry.id)].slice(0, LINES) }));
});

/** Empties the feed for a new scan. */
export function clearFeed(): void {
  store.setState({ entries: [] });
}

/** Games that were found while this page has been open, newest first. */
export function useFeed(): readonly FeedEntry[] {
  return useStore(store).entries;
}
