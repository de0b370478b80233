import type { JobQueue, JobState } from '@rumpus/queue';
import { describe, expect, it } from 'vitest';
import type { ScanEngine } from '../engine/scan-engine.js';
import type { ScanFeed } from '../events/scan-feed.js';
import { NO_STATS, scanRequestSchema, type ScanStatus } from '../scan-types.js';
import type { ScanStore } from '../store/scan-store.js';
import type { Scan } from '../store/scan.entity.js';
import { ScansService } from './scans.service.js';

/** Scans and jobs in memory. */
class World {
  readonly scans: Scan[] = [];
  readonly jobs = new Map<string, JobState>();
  readonly service = new ScansService(
    {
      create: (request: Scan['request'], trigger: Scan['trigger'], user_id: number | null) => {
        const scan = { id: this.scans.length + 1, job_id: null, status: 'queued', request, trigger, user_id, stats: { ...NO_STATS }, created_at: new Date() } as unknown as Scan;
        this.scans.push(scan);
        return Promise.resolve(scan);
      },
      get: (id: number) => Promise.resolve(this.scans[id - 1]),
      setJob: (id: number, jobId: string) => Promise.resolve(void Object.assign(this.scans[id - 1] ?? {}, { job_id: jobId })),
      unfinished: () => Promise.resolve(this.scans.filter(({ status }) => status === 'queued' || status === 'running')),
      finish: (id: number, status: ScanStatus) => Promise.resolve(void Object.assign(this.scans[id - 1] ?? {}, { status })),
    } as unknown as ScanStore,
    {
      add: (_: unknown, __: unknown, { id }: { id: string }) => {
        this.jobs.set(id, 'waiting');
        return Promise.resolve(id);
      },
      get: (id: string) => Promise.resolve(this.jobs.has(id) ? { state: this.jobs.get(id), failure: 'died' } : undefined),
      cancel: (id: string) => Promise.resolve(this.jobs.delete(id)),
    } as unknown as JobQueue,
    {} as ScanEngine,
    { done: () => undefined } as unknown as ScanFeed,
  );
}

const all = scanRequestSchema.parse({});
const games = scanRequestSchema.parse({ roms_ids: [1] });

describe('starting scans', () => {
  it('is refused while one waits or runs, even at the same moment', async () => {
    const { service } = new World();
    const [first, second] = await Promise.allSettled([service.start(all, 'user', 1), service.start(all, 'user', 1)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'conflict', message: 'A scan is already in progress' } });
  });
  it('of single games lines up', async () => {
    const world = new World();
    await world.service.start(all, 'user', 1);
    await world.service.start(games, 'user', 1);
    await world.service.start(games, 'user', 1);
    expect(world.scans).toHaveLength(3);
  });
  it('is not blocked for ever by one whose job is dead', async () => {
    const world = new World();
    const lost = await world.service.start(all, 'user', 1);
    world.jobs.set(lost.job_id ?? '', 'failed');
    await world.service.start(all, 'user', 1);
    expect(world.scans.map(({ status }) => status)).toEqual(['failed', 'queued']);
  });
  it('can be taken back before it runs', async () => {
    const world = new World();
    await world.service.start(all, 'user', 1);
    expect(await world.service.stop()).toBe(1);
    expect(world.scans[0]?.status).toBe('stopped');
    expect(await world.service.stop()).toBe(0);
  });
});
