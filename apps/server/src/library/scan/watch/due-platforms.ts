/**
 * Collects platforms whose folders change, and hands them over once they have been quiet for a while: copying a thousand games
 * is one scan, not a thousand.
 */
export class DuePlatforms {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly quietMs: number,
    private readonly due: (folder: string) => void,
  ) {}

  /** Something in a platform's folder changed; its quiet time begins anew. */
  touch(folder: string): void {
    clearTimeout(this.timers.get(folder));
    const timer = setTimeout(() => {
      this.timers.delete(folder);
      this.due(folder);
    }, this.quietMs);
    timer.unref();
    this.timers.set(folder, timer);
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}

/**
 * The platform a path belongs to: the second component below the library in structure A (games and firmware alike), the first in
 * structure B; undefined for paths above a platform (library-scan spec §19).
 * @param path relative to the library
 */
export function platformOfPath(path: string, structure: 'struct_a' | 'struct_b' | null): string | undefined {
  const components = path.split('/');
  return structure === 'struct_b' ? components[0] || undefined : components[1];
}
