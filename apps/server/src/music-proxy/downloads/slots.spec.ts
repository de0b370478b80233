import { expect, it } from 'vitest';
import { Slots } from './slots.js';

const never = new AbortController().signal;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('bounds totals, providers and owners, and lets listeners go first', async () => {
  const slots = new Slots({ total: 3, perProvider: 2, perOwner: 2 });
  const started: string[] = [];
  const gives = new Map<string, () => void>();
  const ask = (name: string, provider: string, interactive: boolean, owner?: string) =>
    void slots.take({ provider, interactive, owner }, never).then((give) => (started.push(name), gives.set(name, give)));
  ask('a1', 'a', false);
  ask('a2', 'a', false);
  ask('a3', 'a', false);
  ask('a4', 'a', true, 'eve');
  ask('b1', 'b', false);
  ask('b2', 'b', false);
  await settled();
  expect(started).toEqual(['a1', 'a2', 'b1']);
  gives.get('a1')?.();
  gives.get('a1')?.();
  await settled();
  expect(started.slice(3)).toEqual(['a4']);
  gives.get('b1')?.();
  await settled();
  expect(started.slice(4)).toEqual(['b2']);
});

it('holds one user to his share', async () => {
  const slots = new Slots({ total: 9, perProvider: 9, perOwner: 1 });
  const give = await slots.take({ provider: 'a', interactive: true, owner: 'x' }, never);
  let second = false;
  const waiting = slots.take({ provider: 'b', interactive: true, owner: 'x' }, never).then(() => (second = true));
  await slots.take({ provider: 'b', interactive: true, owner: 'y' }, never);
  await settled();
  expect(second).toBe(false);
  give();
  await waiting;
  expect(second).toBe(true);
});

it('lets a waiting one leave', async () => {
  const slots = new Slots({ total: 1, perProvider: 1, perOwner: 1 });
  const give = await slots.take({ provider: 'a', interactive: true }, never);
  const leave = new AbortController();
  const waiting = slots.take({ provider: 'a', interactive: true }, leave.signal);
  leave.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  give();
  await slots.take({ provider: 'a', interactive: true }, never);
});
