import type { GameVersion } from './game.js';

export interface CallCount {
  series: string;
  version: number;
  module: string;
  method: string;
  handled: number;
  unhandled: number;
}

/** Names come from the network: no more than this many are told apart, the rest count together. */
const MAX_NAMES = 2000;

/** Counts the calls of cabinets, known and unknown, since the start. */
export class CallCounter {
  private readonly counts = new Map<string, CallCount>();

  count(game: GameVersion, module: string, method: string, handled: boolean): void {
    const key = `${game.series}|${game.version}|${module}|${method}`;
    let entry = this.counts.get(key);
    if (entry === undefined) {
      const [shownModule, shownMethod] = this.counts.size < MAX_NAMES ? [module, method] : ['other', 'other'];
      entry = { series: game.series, version: game.version, module: shownModule, method: shownMethod, handled: 0, unhandled: 0 };
      if (this.counts.size < MAX_NAMES) this.counts.set(key, entry);
    }
    if (handled) entry.handled++;
    else entry.unhandled++;
  }

  list(): readonly CallCount[] {
    return [...this.counts.values()];
  }
}
