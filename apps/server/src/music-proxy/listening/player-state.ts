/** One track of one player. */
export interface Track {
  /** The protocol's id, the backend's or ours. */
  readonly itemId: string;
  /** When it was first asked for. */
  readonly askedAt: number;
  /** When its sound began, as far as one can tell. */
  startedAt: number;
  /** Seconds; undefined when unknown. */
  length: number | undefined;
  /** Requests for its bytes that are being answered. */
  open: number;
  /** The player left before it had all bytes, and has not come back. */
  brokenOff: boolean;
  heard: boolean;
}

/** Is this request for bytes a play, or does the player only fetch ahead? */
export type Purpose = 'play' | 'ahead';

/**
 * What one player plays and what it has fetched ahead. Players ask for the next track while the current one still sounds; nothing in the
 * protocol tells the two apart, so it is judged by the length of the current track, by what the player leaves, and by what it says.
 */
export class PlayerState {
  current: Track | undefined;
  private ahead: Track[] = [];

  /** Tracks fetched ahead, in the order in which they were asked for. */
  get fetchedAhead(): readonly Track[] {
    return this.ahead;
  }

  /** Bytes of a track are asked for. */
  ask(itemId: string, length: number | undefined, now: number): { purpose: Purpose; track: Track } {
    this.advance(now);
    const { current } = this;
    if (current?.itemId === itemId) return { purpose: 'play', track: opened(current) };
    const known = this.ahead.find((track) => track.itemId === itemId);
    if (!current || isOver(current, now)) return { purpose: 'play', track: opened(this.begin(known ?? made(itemId, length, now), now)) };
    if (known) return { purpose: 'ahead', track: opened(known) };
    const track = made(itemId, length, now);
    this.ahead.push(track);
    return { purpose: 'ahead', track: opened(track) };
  }

  /** An answer has ended. */
  left(track: Track, complete: boolean): void {
    track.open -= 1;
    if (!complete && track.open === 0) track.brokenOff = true;
  }

  /** The player says what it plays now. */
  announce(itemId: string, length: number | undefined, now: number): Track {
    if (this.current?.itemId === itemId) return this.current;
    return this.begin(this.ahead.find((track) => track.itemId === itemId) ?? made(itemId, length, now), now);
  }

  /** The player says that it has played a track. */
  submit(itemId: string): Track | undefined {
    return this.current?.itemId === itemId ? this.current : this.ahead.find((track) => track.itemId === itemId);
  }

  /** Time goes on: when the current track is over, the next one that was fetched is playing. */
  advance(now: number): void {
    for (let next = this.ahead[0]; this.current && next && isOver(this.current, now); next = this.ahead[0]) {
      const { current } = this;
      const end = current.length === undefined ? now : current.startedAt + current.length * 1000;
      this.begin(next, current.brokenOff ? now : Math.min(now, Math.max(end, next.askedAt)));
    }
  }

  /** Whether the current track has sounded for so long. */
  hasHeard(seconds: number, now: number): boolean {
    const { current } = this;
    return current !== undefined && !current.heard && !(current.brokenOff && current.open === 0) && now - current.startedAt >= seconds * 1000;
  }

  private begin(track: Track, at: number): Track {
    this.ahead = this.ahead.filter((other) => other !== track && at - other.askedAt < forgottenMs);
    track.startedAt = at;
    track.brokenOff = false;
    this.current = track;
    return track;
  }
}

/** What was fetched this long ago and never played is not what is played next. */
const forgottenMs = 30 * 60_000;

function made(itemId: string, length: number | undefined, now: number): Track {
  return { itemId, askedAt: now, startedAt: now, length, open: 0, brokenOff: false, heard: false };
}

function opened(track: Track): Track {
  track.open += 1;
  track.brokenOff = false;
  return track;
}

/** A track of unknown length is over when nobody reads it. */
function isOver(track: Track, now: number): boolean {
  if (track.open === 0 && (track.brokenOff || track.length === undefined)) return true;
  return track.length !== undefined && now >= track.startedAt + track.length * 1000;
}
