import { describe, expect, it } from 'vitest';
import { Budget } from './budget.js';

describe('a budget', () => {
  it('gives each question what the ones before left, and the last none', async () => {
    let now = 0;
    const budget = new Budget(100, () => now);
    const given: number[] = [];
    const ask = (takes: number) => budget.spend((left) => {
      given.push(left);
      now += takes;
      return Promise.resolve('asked');
    }, 'not asked');
    expect([await ask(30), await ask(60), await ask(1)]).toEqual(['asked', 'asked', 'not asked']);
    expect(given).toEqual([100, 70]);
  });

  it('counts a question that fails', async () => {
    let now = 0;
    const budget = new Budget(50, () => now);
    await expect(budget.spend(() => {
      now += 50;
      return Promise.reject(new Error('away'));
    }, 0)).rejects.toThrow('away');
    expect(await budget.spend(() => Promise.resolve(1), 0)).toBe(0);
  });
});
