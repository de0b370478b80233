/** Less than this is not worth a question. */
const LEAST_MS = 20;

/** Time that several questions share: it runs while one is asked, not between them. */
export class Budget {
  private left: number;

  constructor(milliseconds: number, private readonly clock: () => number = () => performance.now()) {
    this.left = milliseconds;
  }

  /** Asks with what is left; when nothing is left, `otherwise` at once. */
  async spend<T>(ask: (left: number) => Promise<T>, otherwise: T): Promise<T> {
    if (this.left < LEAST_MS) return otherwise;
    const start = this.clock();
    try {
      return await ask(this.left);
    } finally {
      this.left -= this.clock() - start;
    }
  }
}
