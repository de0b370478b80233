import { createStore, useStore } from '@mantine/store';
import type { Rom, ScanStats } from '../../../api/types.js';
import { live } from '../../../live/socket.js';
import { addSample, type Sample } from './rate.js';

/** How many lines the feed keeps; older ones are in the library, not lost. */
const FEED = 200;

export interface FeedEntry {
  readonly id: number;
  readonly title: string;
  readonly platform: string;
  readonly identified: boolean;
}

export interface ScanState {
  phase: 'idle' | 'starting' | 'running' | 'done' | 'failed';
  stats: ScanStats | null;
  /** Platform being scanned. */
  platform: string | null;
  /** Newest first. */
  feed: readonly FeedEntry[];
  samples: readonly Sample[];
  /** Epoch milliseconds. */
  startedAt: number | null;
  endedAt: number | null;
  /** The server's reason when it refused or gave up. */
  problem: string | null;
}

const idle: ScanState = { phase: 'idle', stats: null, platform: null, feed: [], samples: [], startedAt: null, endedAt: null, problem: null };

const store = createStore<ScanState>(idle);

type ScannedRom = Pick<Rom, 'id' | 'name' | 'fs_name' | 'fs_name_no_tags' | 'platform_display_name' | 'is_identified'>;

/** Starts from nothing, or from the statistics of a scan that was running before this page was opened. */
export function beginScan(phase: 'starting' | 'running', stats: ScanStats | null = null, startedAt = Date.now()): void {
  store.setState({ ...idle, phase, stats, startedAt });
}

const running = (state: ScanState): ScanState => (state.phase === 'running' ? state : { ...state, phase: 'running', startedAt: state.phase === 'starting' ? state.startedAt : Date.now(), endedAt: null });

function onStats(stats: ScanStats): void {
  store.setState((state) => ({ ...running(state), stats, samples: addSample(state.samples, { at: Date.now(), count: stats.scanned_roms }) }));
}

function onRom(rom: ScannedRom): void {
  const entry: FeedEntry = { id: rom.id, title: rom.name ?? (rom.fs_name_no_tags || rom.fs_name), platform: rom.platform_display_name, identified: rom.is_identified };
  store.setState((state) => ({ ...running(state), feed: [entry, ...state.feed.filter((one) => one.id !== entry.id)].slice(0, FEED) }));
}

function onEnd(phase: 'done' | 'failed', stats: ScanStats | null, problem: string | null): void {
  store.setState((state) => ({ ...state, phase, stats: stats ?? state.stats, problem, platform: null, endedAt: Date.now() }));
}

live.on('scan:update_stats', (stats) => onStats(stats as ScanStats));
live.on('scan:scanning_rom', (rom) => onRom(rom as ScannedRom));
live.on('scan:scanning_platform', (platform) => store.setState((state) => ({ ...running(state), platform: (platform as { display_name: string }).display_name })));
live.on('scan:done', (stats) => onEnd('done', stats as ScanStats, null));
live.on('scan:done_ko', (message) => onEnd('failed', null, typeof message === 'string' ? message : null));

/** The scan that runs, or the last one seen from this page. */
export function useScan(): ScanState {
  return useStore(store);
}
