import { ProtocolError } from './errors.js';

/** What a decoder accepts from a stranger. Every field has a default, so a caller names only what he changes. */
export interface Limits {
  /** Bytes of the body as it came, encrypted and compressed. */
  encodedBytes: number;
  /** Bytes after decompression. */
  decodedBytes: number;
  /** Nesting of nodes; the root is depth 1. */
  depth: number;
  /** Nodes and attributes together. */
  nodes: number;
  /** Array elements and composite members together. */
  elements: number;
  /** Milliseconds one document may take. */
  milliseconds: number;
}

/** Wide enough for every packet a cabinet sends, narrow enough that the worst one costs tens of milliseconds. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  encodedBytes: 1 << 20,
  decodedBytes: 8 << 20,
  depth: 64,
  nodes: 100_000,
  elements: 500_000,
  milliseconds: 250,
};

/** How many nodes pass between two looks at the clock. */
const NODES_PER_LOOK = 512;

/** Counts what one document has used up. */
export class Budget {
  private nodes = 0;
  private elements = 0;
  private readonly deadline: number;

  constructor(private readonly limits: Readonly<Limits>) {
    this.deadline = performance.now() + limits.milliseconds;
  }

  /** One more node or attribute. */
  spendNode(): void {
    if (++this.nodes > this.limits.nodes) throw new ProtocolError('limit', 'too many nodes');
    if (this.nodes % NODES_PER_LOOK === 0 && performance.now() > this.deadline) {
      throw new ProtocolError('limit', 'the document takes too long');
    }
  }

  /** `count` more elements of arrays and composites, before they are allocated. */
  spendElements(count: number): void {
    this.elements += count;
    if (this.elements > this.limits.elements) throw new ProtocolError('limit', 'too many array elements');
  }

  /** A node at this depth is about to be read. */
  enter(depth: number): void {
    if (depth > this.limits.depth) throw new ProtocolError('limit', 'nodes are nested too deeply');
  }
}
