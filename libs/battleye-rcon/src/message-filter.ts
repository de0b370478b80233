interface Seen {
  sequence: number;
  text: string;
}

/**
 * Tells repeated server messages from new ones. The server repeats a message until it is acknowledged, and its numbers
 * wrap after 256, so only the last few are remembered and the text has to be equal as well.
 */
export class MessageFilter {
  private readonly seen: Seen[] = [];

  constructor(private readonly memory = 16) {}

  /** Whether this message is new; remembers it. */
  accept(sequence: number, text: string): boolean {
    if (this.seen.some((entry) => entry.sequence === sequence && entry.text === text)) return false;
    this.seen.push({ sequence, text });
    if (this.seen.length > this.memory) this.seen.shift();
    return true;
  }

  /** Forgets all: a new login starts counting at 0 again. */
  reset(): void {
    this.seen.length = 0;
  }
}
