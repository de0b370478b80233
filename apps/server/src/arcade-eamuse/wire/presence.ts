/** A machine that has called since the start. */
export interface Sighting {
  readonly pcbid: string;
  /** Model string of its last call. */
  model: string;
  address: string;
  /** Milliseconds since 1970. */
  at: number;
  calls: number;
  /** Calls that nobody here could answer. */
  failed: number;
}

/** Calls of one minute. */
export interface Minute {
  /** Start of the minute, milliseconds since 1970. */
  readonly at: number;
  calls: number;
  failed: number;
}

const MINUTE = 60_000;
const KEPT_MINUTES = 60;
/** PCBIDs come from the network: of more than this many the one that was silent longest is forgotten. */
const MAX_MACHINES = 2000;

/** Who calls and how often, in memory since the start; what operators see as "playing now". */
export class Presence {
  readonly since: number;
  private readonly machines = new Map<string, Sighting>();
  private readonly minutes: Minute[] = [];

  constructor(private readonly clock: () => number = Date.now) {
    this.since = clock();
  }

  /** @param failed whether the call got no answer of ours */
  note(pcbid: string, model: string, address: string, failed: boolean): void {
    const at = this.clock();
    const seen = this.machines.get(pcbid) ?? { pcbid, model, address, at, calls: 0, failed: 0 };
    // Last in the map is last seen, so the first one is the longest silent.
    this.machines.delete(pcbid);
    this.machines.set(pcbid, seen);
    Object.assign(seen, { model, address, at });
    seen.calls++;
    const minute = this.minuteOf(at);
    minute.calls++;
    if (failed) {
      seen.failed++;
      minute.failed++;
    }
    const [oldest] = this.machines.keys();
    if (this.machines.size > MAX_MACHINES && oldest !== undefined) this.machines.delete(oldest);
  }

  /** Last seen first. */
  list(): readonly Sighting[] {
    return [...this.machines.values()].toReversed();
  }

  /** The last hour, oldest first, quiet minutes included. */
  lastHour(): Minute[] {
    const now = Math.floor(this.clock() / MINUTE) * MINUTE;
    const known = new Map(this.minutes.map((minute) => [minute.at, minute]));
    return Array.from({ length: KEPT_MINUTES }, (_, index) => {
      const at = now - (KEPT_MINUTES - 1 - index) * MINUTE;
      return known.get(at) ?? { at, calls: 0, failed: 0 };
    });
  }

  private minuteOf(time: number): Minute {
    const at = Math.floor(time / MINUTE) * MINUTE;
    const last = this.minutes.at(-1);
    if (last?.at === at) return last;
    const minute = { at, calls: 0, failed: 0 };
    this.minutes.push(minute);
    if (this.minutes.length > KEPT_MINUTES) this.minutes.shift();
    return minute;
  }
}
