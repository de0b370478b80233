/**
 * A ring of chunks in shared memory between one writing thread and one reading thread, with blocking waits: only for
 * worker threads. The writer may go on using a slot it has handed over as long as it only reads it.
 */
const SLOTS = 8;
const SLOT_BYTES = 256 * 1024;

const WRITTEN = 0;
const CONSUMED = 1;
const READY = 2;
const FINISHED = 3;
const SIZES = 4;
const CONTROL_WORDS = SIZES + SLOTS;
const DIGEST_BYTES = 16;

const END = -1;
const ABANDON = -2;

const DATA_OFFSET = 128;

/** The shared block, seen from either side. */
export class ChunkRing {
  private readonly control: Int32Array;
  private readonly digest: Uint8Array;
  private readonly slots: Uint8Array[];

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(DATA_OFFSET + SLOTS * SLOT_BYTES)) {
    this.control = new Int32Array(memory, 0, CONTROL_WORDS);
    this.digest = new Uint8Array(memory, CONTROL_WORDS * 4, DIGEST_BYTES);
    this.slots = Array.from({ length: SLOTS }, (_, i) => new Uint8Array(memory, DATA_OFFSET + i * SLOT_BYTES, SLOT_BYTES));
  }

  /** Reader: tells the writer that somebody listens. */
  announce(): void {
    Atomics.store(this.control, READY, 1);
    Atomics.notify(this.control, READY);
  }

  /** Writer: whether the reader has come up, waiting at most that long. */
  awaitReader(ms: number): boolean {
    if (Atomics.load(this.control, READY) === 0) Atomics.wait(this.control, READY, 0, ms);
    return Atomics.load(this.control, READY) === 1;
  }

  /** Writer: the next free slot to fill, waiting until the reader has let go of it. */
  freeSlot(): Uint8Array {
    const written = Atomics.load(this.control, WRITTEN);
    for (;;) {
      const consumed = Atomics.load(this.control, CONSUMED);
      if (((written - consumed) | 0) < SLOTS) return this.slotAt(written);
      Atomics.wait(this.control, CONSUMED, consumed);
    }
  }

  /** Writer: hands the slot of the last `freeSlot` over. */
  publish(size: number): void {
    const written = Atomics.load(this.control, WRITTEN);
    this.control[SIZES + (written & (SLOTS - 1))] = size;
    Atomics.store(this.control, WRITTEN, (written + 1) | 0);
    Atomics.notify(this.control, WRITTEN);
  }

  /** Writer: ends the content and waits for its digest. */
  finish(): Buffer {
    const before = Atomics.load(this.control, FINISHED);
    this.freeSlot();
    this.publish(END);
    Atomics.wait(this.control, FINISHED, before);
    return Buffer.from(this.digest);
  }

  /** Writer: the content broke off; the reader forgets what it has. */
  abandon(): void {
    this.freeSlot();
    this.publish(ABANDON);
  }

  /** Reader: serves one content after the other, for ever. */
  serve(start: () => { update(chunk: Uint8Array): unknown; digest(): Uint8Array }): never {
    let sink = start();
    for (;;) {
      const consumed = Atomics.load(this.control, CONSUMED);
      while (Atomics.load(this.control, WRITTEN) === consumed) Atomics.wait(this.control, WRITTEN, consumed);
      const size = this.control[SIZES + (consumed & (SLOTS - 1))] ?? END;
      if (size >= 0) {
        sink.update(this.slotAt(consumed).subarray(0, size));
      } else {
        if (size === END) this.digest.set(sink.digest());
        sink = start();
      }
      Atomics.store(this.control, CONSUMED, (consumed + 1) | 0);
      Atomics.notify(this.control, CONSUMED);
      if (size === END) {
        Atomics.add(this.control, FINISHED, 1);
        Atomics.notify(this.control, FINISHED);
      }
    }
  }

  private slotAt(index: number): Uint8Array {
    const slot = this.slots[index & (SLOTS - 1)];
    if (!slot) throw new RangeError('No such slot');
    return slot;
  }
}
