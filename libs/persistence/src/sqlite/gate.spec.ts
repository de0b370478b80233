import { describe, expect, it } from 'vitest';
import { inScope, WriteGate } from './gate.js';

const limits = { ownMs: 30, othersMs: 60 };

describe('WriteGate', () => {
  it('lets one in at a time, in the order of their coming', async () => {
    const gate = new WriteGate();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map(async (number) => {
      const leave = await gate.enter();
      order.push(number);
      await Promise.resolve();
      order.push(number);
      leave();
    }));
    expect(order).toEqual([1, 1, 2, 2, 3, 3]);
    expect([gate.busy, gate.waiting]).toEqual([false, 0]);
  });

  it('says so when a write waits for the transaction it was started in, however deep', async () => {
    const gate = new WriteGate(limits);
    await inScope(async () => {
      const leave = await gate.enter();
      await expect(gate.enter()).rejects.toThrow('use the manager that the transaction gives');
      await inScope(async () => {
        await expect(gate.enter()).rejects.toThrow('use the manager that the transaction gives');
      });
      leave();
      (await gate.enter())();
    });
  });

  it('gives up waiting for others after a time, and lets the next one in', async () => {
    const gate = new WriteGate(limits);
    const leave = await gate.enter();
    await expect(gate.enter()).rejects.toThrow('for another transaction to end');
    const next = gate.enter();
    leave();
    (await next)();
    expect(gate.busy).toBe(false);
  });

  it('counts a second leaving for nothing', async () => {
    const gate = new WriteGate();
    const leave = await gate.enter();
    leave();
    const other = await gate.enter();
    leave();
    expect(gate.busy).toBe(true);
    other();
  });
});
