interface Entry {
  value: Promise<unknown>;
  until: number;
}

const MAX_ENTRIES = 500;

/** Answers that are the same for everybody and dear to compute. Many callers at once share one computation. */
export class AnswerCache {
  private readonly entries = new Map<string, Entry>();

  /** @param enabled off in tests that compare with recordings, where every answer is exact */
  constructor(private readonly enabled = true) {}

  get<T>(key: string, seconds: number, now: number, compute: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known !== undefined && known.until > now) return known.value as Promise<T>;
    const value = compute();
    if (!this.enabled) return value;
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    const entry = { value, until: now + seconds };
    this.entries.set(key, entry);
    value.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
    return value;
  }
}
