import { LRUCache } from 'lru-cache';
import { PlayerState, type Purpose, type Track } from './player-state.js';

/** Who plays. */
export interface Player {
  /** The same player of the same user, as far as one can tell. */
  readonly key: string;
  readonly user: string;
  /** What it calls itself. */
  readonly client: string;
  readonly ip: string;
}

/** What a track is, for people. */
export interface TrackTitle {
  readonly title: string;
  readonly artist: string;
  readonly album?: string | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
}

/** A track that is asked for or spoken of. */
export interface Item {
  readonly id: string;
  /** A provider, or `library`. */
  readonly source: string;
  readonly length?: number | undefined;
  /** Looks its title up; asked only when someone wants to know. */
  readonly describe: () => Promise<TrackTitle | undefined>;
}

/** A track that is playing or was fetched ahead. */
export interface NowPlaying extends Player {
  readonly itemId: string;
  readonly source: string;
  readonly purpose: Purpose;
  readonly startedAt: Date;
  /** Seconds since it began. */
  readonly seconds: number;
  readonly length: number | undefined;
  /** Bytes are flowing. */
  readonly streaming: boolean;
  readonly describe: Item['describe'];
}

export interface ListeningOptions {
  /** Seconds of a play that count as heard. */
  readonly heardAfter: number;
  readonly onHeard: (itemId: string, user: string) => void;
  readonly onChange: () => void;
}

interface Known {
  readonly player: Player;
  readonly state: PlayerState;
  readonly items: Map<string, Item>;
}

const tickMs = 1000;
const forgottenMs = 2 * 3_600_000;
/** A track whose end is past this long, and that nobody reads, is not playing. */
const silentMs = 60_000;
/** Of unknown length: shown for this long after the last byte. */
const unknownLengthMs = 10 * 60_000;

/** Everything that is being listened to (demand: tell a fetch ahead from a play). */
export class Listening {
  private readonly known = new LRUCache<string, Known>({ max: 2000, ttl: forgottenMs, updateAgeOnGet: true });
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly options: ListeningOptions,
    private readonly now: () => number = Date.now,
  ) {
    this.timer = setInterval(() => this.tick(), tickMs).unref();
  }

  /**
   * Bytes of a track are asked for.
   * @returns what they are for, and what to call when the answer has ended
   */
  ask(player: Player, item: Item): { purpose: Purpose; left: (complete: boolean) => void } {
    const { state } = this.of(player, item);
    const { purpose, track } = state.ask(item.id, item.length, this.now());
    this.options.onChange();
    const left = (complete: boolean): void => {
      state.left(track, complete);
      this.options.onChange();
    };
    return { purpose, left };
  }

  /** Whether this player was sent sound lately. */
  knows(player: Player): boolean {
    return this.known.has(player.key);
  }

  /** The player says what it plays. */
  announce(player: Player, item: Item): void {
    this.of(player, item).state.announce(item.id, item.length, this.now());
    this.options.onChange();
  }

  /** The player says that it has played a track: then it was heard. */
  submit(player: Player, itemId: string): void {
    const track = this.known.get(player.key)?.state.submit(itemId);
    if (track) this.heard(track, player);
    else this.options.onHeard(itemId, player.user);
  }

  /** What is playing, newest first, with what was fetched ahead behind it. */
  list(): NowPlaying[] {
    const now = this.now();
    const rows = [...this.known.values()].flatMap(({ player, state, items }) => {
      state.advance(now);
      const current = state.current && isSounding(state.current, now) ? [state.current] : [];
      const ahead = current.length > 0 ? state.fetchedAhead : [];
      return [...current, ...ahead].flatMap((track) => {
        const item = items.get(track.itemId);
        return item ? [show(player, item, track, track === state.current ? 'play' : 'ahead', now)] : [];
      });
    });
    return rows.sort((a, b) => (a.purpose === b.purpose ? b.startedAt.getTime() - a.startedAt.getTime() : a.purpose === 'play' ? -1 : 1));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = this.now();
    for (const { player, state } of this.known.values()) {
      state.advance(now);
      if (state.current && state.hasHeard(this.options.heardAfter, now)) this.heard(state.current, player);
    }
  }

  private heard(track: Track, player: Player): void {
    if (track.heard) return;
    track.heard = true;
    this.options.onHeard(track.itemId, player.user);
  }

  private of(player: Player, item: Item): Known {
    const known = this.known.get(player.key) ?? { player, state: new PlayerState(), items: new Map<string, Item>() };
    this.known.set(player.key, known);
    known.items.delete(item.id);
    known.items.set(item.id, item);
    for (const id of known.items.keys()) if (known.items.size > 50 && id !== known.state.current?.itemId) known.items.delete(id);
    return known;
  }
}

function isSounding(track: Track, now: number): boolean {
  if (track.open > 0) return true;
  if (track.brokenOff) return false;
  return now < track.startedAt + (track.length === undefined ? unknownLengthMs : track.length * 1000 + silentMs);
}

function show(player: Player, item: Item, track: Track, purpose: Purpose, now: number): NowPlaying {
  const seconds = purpose === 'ahead' ? 0 : Math.max(0, Math.round((now - track.startedAt) / 1000));
  return {
    ...player, itemId: item.id, source: item.source, purpose, startedAt: new Date(track.startedAt), seconds: track.length === undefined ? seconds : Math.min(seconds, Math.round(track.length)),
    length: track.length, streaming: track.open > 0, describe: item.describe,
  };
}
