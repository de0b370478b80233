import { LRUCache } from 'lru-cache';
import type { Answer, AnswerCache } from './request.js';

/** Keeps answers in this process, least recently used out first, up to `maxBytes` of bodies. */
export class MemoryCache implements AnswerCache {
  private readonly entries: LRUCache<string, Answer>;

  constructor(maxBytes = 16 * 1024 * 1024) {
    this.entries = new LRUCache({ maxSize: maxBytes, sizeCalculation: (answer) => answer.body.length + 512 });
  }

  get(key: string): Promise<Answer | undefined> {
    return Promise.resolve(this.entries.get(key));
  }

  set(key: string, answer: Answer, ttlMs: number): Promise<void> {
    this.entries.set(key, answer, { ttl: ttlMs });
    return Promise.resolve();
  }

  clear(): void {
    this.entries.clear();
  }
}
