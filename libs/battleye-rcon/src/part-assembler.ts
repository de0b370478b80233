/**
 * Puts the parts of one long answer together. Parts come in any order and may come twice; parts that disagree with the
 * first one about their number are ignored.
 */
export class PartAssembler {
  private readonly parts = new Map<number, Buffer>();
  private total = 0;

  /** Takes one part; returns the joined bytes once all are there. */
  add(total: number, index: number, body: Buffer): Buffer | undefined {
    if (this.total === 0) this.total = total;
    if (total !== this.total || this.parts.has(index)) return undefined;
    this.parts.set(index, body);
    if (this.parts.size < this.total) return undefined;
    return Buffer.concat(Array.from({ length: this.total }, (_, position) => this.parts.get(position) ?? Buffer.alloc(0)));
  }

  /** Whether some, but not all, parts have arrived. */
  get incomplete(): boolean {
    return this.parts.size > 0 && this.parts.size < this.total;
  }

  /** Forgets everything, so that a resent command can be answered afresh. */
  reset(): void {
    this.parts.clear();
    this.total = 0;
  }
}
