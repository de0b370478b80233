/** A condition of servers that counts when it lasts: each server is told of once, and again when it was over in between. */
export class HeldCondition {
  private readonly over = new Map<number, { since: number; told: boolean }>();

  /** @param holdMs how long it has to last */
  constructor(private readonly holdMs: number) {}

  /** Whether it holds for a server at `now`. Gives for how many milliseconds it has, at the first look at which that is long enough. */
  look(id: number, holds: boolean, now: number): number | undefined {
    if (!holds) {
      this.over.delete(id);
      return undefined;
    }
    const over = this.over.get(id) ?? { since: now, told: false };
    this.over.set(id, over);
    if (over.told || now - over.since < this.holdMs) return undefined;
    over.told = true;
    return now - over.since;
  }

  /** For a server that no longer runs: its next start begins anew. */
  forget(id: number): void {
    this.over.delete(id);
  }
}
