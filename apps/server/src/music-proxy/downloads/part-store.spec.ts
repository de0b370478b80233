import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseMs, leaseOf, PartLeases } from './part-lease.js';
import { PartStore, type PartNote } from './part-store.js';

const note = (id: string): PartNote => ({ provider: 'far', id, storage: 'permanent', sourceProvider: 'far', sourceId: id, container: 'flac', total: 100 });

describe('unfinished downloads in a folder that instances share', () => {
  let folder: string;
  const stores: PartStore[] = [];
  const store = (mark: string): PartStore => {
    const made = new PartStore(folder, new PartLeases(mark));
    stores.push(made);
    return made;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'music-parts-'));
  });
  afterEach(() => {
    for (const made of stores.splice(0)) made.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('one instance writes a part; another follows it, or has one of its own meanwhile', async () => {
    const [one, other] = [store('host-a 1'), store('host-b 1')];
    const first = one.path('far:1');
    expect([await one.claim('far:1'), await other.claim('far:1')]).toEqual([first, undefined]);
    const apart = await other.claimApart('far:1');
    expect(apart).not.toBe(first);
    await one.remove(first);
    await other.remove(apart);
    expect(await other.claim('far:1')).toBe(first);
  });

  it('what a living instance writes is neither gone on with nor removed', async () => {
    const [one, other] = [store('host-a 1'), store('host-b 1')];
    const path = (await one.claim('far:1')) ?? '';
    writeFileSync(path, 'x');
    await one.writeNote(path, note('1'));
    expect(await other.recover()).toEqual({ notes: [], held: true });
    expect([existsSync(path), existsSync(`${path}.json`)]).toEqual([true, true]);
    const long = new Date(Date.now() - leaseMs - 1000);
    utimesSync(leaseOf(path), long, long);
    expect(await other.recover()).toEqual({ notes: [expect.objectContaining(note('1'))], held: false });
    expect(await other.claim('far:1')).toBe(path);
  });

  it('a process knows at once what the one before it has left, by its number or because that one is gone', async () => {
    for (const before of ['host-a 7', 'host-a 999999999']) {
      const path = join(folder, '.partial', store('host-a 7').path('far:1').split('/').at(-1) ?? '');
      const mine = store('host-a 7');
      await mine.prepare();
      writeFileSync(path, 'x');
      await mine.writeNote(path, note('1'));
      writeFileSync(leaseOf(path), before);
      expect(await mine.recover()).toEqual({ notes: [expect.objectContaining(note('1'))], held: false });
    }
  });

  it('one left behind is taken over by one process only, however many want it at once', async () => {
    for (let round = 0; round < 40; round += 1) {
      const path = join(folder, `raced-${round}`);
      writeFileSync(leaseOf(path), 'host-a 999999999');
      const long = new Date(Date.now() - leaseMs - 1000);
      utimesSync(leaseOf(path), long, long);
      const all = ['b', 'c', 'd', 'e'].map((host) => new PartLeases(`host-${host} 1`));
      const taken = await Promise.all(all.map((leases) => leases.take(path)));
      for (const leases of all) leases.close();
      expect(taken.filter(Boolean), `round ${round}`).toHaveLength(1);
    }
  });

  it('leftovers go, with their leases', async () => {
    const mine = store('host-a 7');
    const path = mine.path('far:1');
    await mine.prepare();
    for (const name of [path, `${path}.ready`, `${join(folder, '.partial', 'x')}.part.json`, leaseOf(path)]) writeFileSync(name, name === leaseOf(path) ? 'host-a 999999999' : 'x');
    expect(await mine.recover()).toEqual({ notes: [], held: false });
    expect([path, `${path}.ready`, leaseOf(path)].filter((name) => existsSync(name))).toEqual([]);
  });
});
