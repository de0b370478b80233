/** The last `capacity` items. */
export class RingBuffer<T> {
  private items: T[] = [];
  private next = 0;

  constructor(private readonly capacity: number) {}

  push(item: T): void {
    this.items[this.next] = item;
    this.next = (this.next + 1) % this.capacity;
  }

  /** Oldest first; at most the last `count`. */
  last(count: number = this.capacity): T[] {
    const ordered = this.items.length < this.capacity ? this.items.slice() : [...this.items.slice(this.next), ...this.items.slice(0, this.next)];
    return ordered.slice(-count);
  }

  clear(): void {
    this.items = [];
    this.next = 0;
  }
}
