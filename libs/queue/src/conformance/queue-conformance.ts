import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { JobAborted, type JobContext } from '../port/job-context.js';
import { defineJob, type JobDefinition } from '../port/job-definition.js';
import type { JobQueue, JobState, JobView } from '../port/job-queue.js';
import type { BoundHandler, HandledJob } from '../run/handlers.js';

/** A queue under test: made anew on the same store by each call of `open`. */
export interface QueueUnderTest {
  open(jobs: readonly HandledJob[], retentionMs: number): Promise<JobQueue & { stop(): Promise<void> }>;
  close(): Promise<void>;
}

const echo = defineJob('test.echo', { payload: z.object({ text: z.string() }), concurrency: 2 });
const flaky = defineJob('test.flaky', { payload: z.object({}), attempts: 3, backoff: { kind: 'fixed', delay: 20 } });
const slow = defineJob('test.slow', { payload: z.object({}) });
const local = defineJob('test.local', { payload: z.object({ n: z.number() }), perNode: true });
const hasty = defineJob('test.hasty', { payload: z.object({}), timeout: 80 });

/** Resolves when the job is in one of the states. */
export async function until(queue: JobQueue, id: string, ...states: JobState[]): Promise<JobView> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const job = await queue.get(id);
    if (job !== undefined && states.includes(job.state)) return job;
    if (Date.now() > deadline) throw new Error(`job ${id} is ${job?.state ?? 'unknown'}, not ${states.join(' or ')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A handler that runs until it is stopped. */
export const untilAborted: BoundHandler = (_payload, { signal }: JobContext) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')), { once: true }));

/** What every adapter of the port must do. */
export function queueConformance(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`job queue on ${name}`, () => {
    let under: QueueUnderTest;
    let retentionMs: number;
    let queue: (JobQueue & { stop(): Promise<void> }) | undefined;
    const open = async (...jobs: [JobDefinition<string, never> | JobDefinition, BoundHandler][]): Promise<JobQueue & { stop(): Promise<void> }> => {
      queue = await under.open(jobs.map(([definition, handler]) => ({ definition: definition as JobDefinition, handler })), retentionMs);
      return queue;
    };
    beforeEach(async () => {
      retentionMs = 60_000;
      under = await make();
    });
    afterEach(async () => {
      await queue?.stop();
      queue = undefined;
      await under.close();
    });

    it('runs a job and keeps its result', async () => {
      const q = await open([echo, (payload) => Promise.resolve({ said: (payload as { text: string }).text })]);
      const id = await q.add(echo, { text: 'hello' });
      expect(await until(q, id, 'completed')).toMatchObject({ name: 'test.echo', payload: { text: 'hello' }, result: { said: 'hello' }, attempts: 1, failure: null });
    });

    it('refuses a payload that does not fit', async () => {
      const q = await open([echo, () => Promise.resolve()]);
      await expect(q.add(echo, { text: 5 } as never)).rejects.toThrow();
      expect(await q.list()).toEqual([]);
    });

    it('tries again after a failure, and says why it failed in the end', async () => {
      const attempts: number[] = [];
      const q = await open([flaky, (_payload, { attempt }) => {
        attempts.push(attempt);
        return Promise.reject(new Error(`no luck ${attempt}`));
      }]);
      const id = await q.add(flaky, {});
      const job = await until(q, id, 'failed');
      expect(attempts).toEqual([1, 2, 3]);
      expect(job).toMatchObject({ attempts: 3, failure: 'no luck 3' });
    });

    it('completes when a later attempt works', async () => {
      const q = await open([flaky, (_payload, { attempt }) => (attempt < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve('ok'))]);
      expect(await until(q, await q.add(flaky, {}), 'completed')).toMatchObject({ attempts: 2, result: 'ok' });
    });

    it('fails a job that exceeds its time', async () => {
      const q = await open([hasty, untilAborted]);
      expect((await until(q, await q.add(hasty, {}), 'failed')).failure).toMatch(/80 ms/);
    });

    it('keeps one unfinished job per id, and a new one once that has finished', async () => {
      const ran: string[] = [];
      const q = await open([echo, (payload) => {
        ran.push((payload as { text: string }).text);
        return Promise.resolve();
      }]);
      await q.pause('test.echo');
      const first = await q.add(echo, { text: 'one' }, { id: 'same' });
      expect(await q.add(echo, { text: 'two' }, { id: 'same' })).toBe(first);
      await q.resume('test.echo');
      await until(q, first, 'completed');
      await until(q, await q.add(echo, { text: 'three' }, { id: 'same' }), 'completed');
      await expect.poll(() => ran).toEqual(['one', 'three']);
    });

    it('waits as long as it is told', async () => {
      const q = await open([echo, () => Promise.resolve(Date.now())]);
      const start = Date.now();
      const id = await q.add(echo, { text: 'later' }, { delay: 200 });
      expect((await q.get(id))?.state).toBe('delayed');
      await until(q, id, 'completed');
      expect(Date.now() - start).toBeGreaterThanOrEqual(195);
    });

    it('runs what has priority first', async () => {
      const order: string[] = [];
      const q = await open([slow, () => Promise.resolve()], [echo, (payload) => {
        order.push((payload as { text: string }).text);
        return Promise.resolve();
      }]);
      await q.setConcurrency('test.echo', 1);
      await q.pause('test.echo');
      const ids = [await q.add(echo, { text: 'low' }), await q.add(echo, { text: 'high' }, { priority: 10 }), await q.add(echo, { text: 'low too' })];
      await q.resume('test.echo');
      for (const id of ids) await until(q, id, 'completed');
      expect(order).toEqual(['high', 'low', 'low too']);
    });

    it('runs no more at a time than it may', async () => {
      let now = 0;
      let most = 0;
      const q = await open([echo, async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 30));
        now -= 1;
      }]);
      const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => q.add(echo, { text: String(index) })));
      for (const id of ids) await until(q, id, 'completed');
      expect(most).toBe(2);
    });

    it('starts nothing while paused', async () => {
      const q = await open([echo, () => Promise.resolve()]);
      await q.pause('test.echo');
      expect(await q.isPaused('test.echo')).toBe(true);
      const id = await q.add(echo, { text: 'x' });
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect((await q.get(id))?.state).toBe('waiting');
      await q.resume('test.echo');
      await until(q, id, 'completed');
    });

    it('stops a running job that is cancelled', async () => {
      const q = await open([slow, untilAborted]);
      const id = await q.add(slow, {});
      await until(q, id, 'active');
      expect(await q.cancel(id)).toBe(true);
      await until(q, id, 'cancelled');
      expect(await q.cancel(id)).toBe(false);
    });

    it('never runs a waiting job that is cancelled', async () => {
      let ran = false;
      const q = await open([slow, () => {
        ran = true;
        return Promise.resolve();
      }]);
      await q.pause('test.slow');
      const id = await q.add(slow, {});
      expect(await q.cancel(id)).toBe(true);
      await q.resume('test.slow');
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(ran).toBe(false);
      expect((await q.get(id))?.state ?? 'cancelled').toBe('cancelled');
    });

    it('runs a failed job once more when asked', async () => {
      let works = false;
      const q = await open([slow, () => (works ? Promise.resolve('now') : Promise.reject(new Error('broken')))]);
      const id = await q.add(slow, {});
      await until(q, id, 'failed');
      works = true;
      expect(await q.retry(id)).toBe(true);
      expect(await until(q, id, 'completed')).toMatchObject({ result: 'now', failure: null });
      expect(await q.retry(id)).toBe(false);
    });

    it('tells progress and log, throttled, the last value always', async () => {
      const seen: unknown[] = [];
      const q = await open([slow, (_payload, job) => {
        for (let percent = 0; percent <= 100; percent += 1) job.progress({ percent, current: `item ${percent}` });
        job.log('all done');
        return Promise.resolve();
      }]);
      q.onChange((job) => seen.push(job.progress?.percent));
      const id = await q.add(slow, {});
      const job = await until(q, id, 'completed');
      expect(job.progress).toEqual({ percent: 100, current: 'item 100' });
      expect(job.log).toContain('all done');
      expect(seen.length).toBeLessThan(10);
    });

    it('hands a job back on shutdown and runs it again, not counted as an attempt', async () => {
      const first = await open([slow, untilAborted]);
      const id = await first.add(slow, {});
      await until(first, id, 'active');
      await first.stop();
      const second = await open([slow, (_payload, { attempt }) => Promise.resolve(attempt)]);
      expect(await until(second, id, 'completed')).toMatchObject({ result: 1 });
    });

    it('lists newest first, by name and state, and counts', async () => {
      const q = await open([echo, () => Promise.resolve()], [slow, () => Promise.reject(new Error('no'))]);
      const done = await q.add(echo, { text: 'a' });
      await until(q, done, 'completed');
      const failed = await q.add(slow, {});
      await until(q, failed, 'failed');
      expect((await q.list()).map(({ id }) => id)).toEqual([failed, done]);
      expect((await q.list({ states: ['failed'] })).map(({ id }) => id)).toEqual([failed]);
      expect((await q.list({ names: ['test.echo'] })).map(({ id }) => id)).toEqual([done]);
      expect(await q.counts()).toMatchObject({ completed: 1, failed: 1, waiting: 0, active: 0 });
      expect(await q.counts('test.slow')).toMatchObject({ completed: 0, failed: 1 });
      expect(await q.clean()).toBe(2);
      expect(await q.list()).toEqual([]);
    });

    it('does not try again with a payload that stopped to fit', async () => {
      const first = await open([echo, () => Promise.resolve()]);
      await first.pause('test.echo');
      const id = await first.add(echo, { text: 'old' });
      await first.stop();
      const changed = defineJob('test.echo', { payload: z.object({ number: z.number() }), attempts: 3 });
      const second = await open([changed, () => Promise.resolve()]);
      await second.resume('test.echo');
      expect(await until(second, id, 'failed')).toMatchObject({ attempts: 1, failure: expect.stringContaining('the payload does not fit') as string });
    });

    it('runs more at a time as soon as it may', async () => {
      let now = 0;
      const q = await open([slow, async (payload, context) => {
        now += 1;
        await untilAborted(payload, context);
      }]);
      for (let index = 0; index < 4; index += 1) await q.add(slow, {});
      await expect.poll(() => now).toBe(1);
      await q.setConcurrency('test.slow', 3);
      await expect.poll(() => now, { timeout: 5000 }).toBe(3);
    });

    it('forgets what completed or was cancelled after a time, and keeps what failed', async () => {
      retentionMs = 300;
      const q = await open([echo, () => Promise.resolve()], [slow, () => Promise.reject(new Error('no'))]);
      const failed = await q.add(slow, {});
      const completed = await q.add(echo, { text: 'x' });
      const cancelled = await q.add(echo, { text: 'y' }, { delay: 60_000 });
      await q.cancel(cancelled);
      await until(q, failed, 'failed');
      await expect.poll(async () => (await q.list()).map(({ id }) => id), { timeout: 8000 }).toEqual([failed]);
      expect(await Promise.all([q.get(completed), q.get(cancelled)])).toEqual([undefined, undefined]);
    });

    it('tells how long an attempt took', async () => {
      const ends: unknown[] = [];
      const q = await open([slow, async () => new Promise((resolve) => setTimeout(resolve, 50))]);
      q.onChange(({ state, seconds }) => {
        if (state === 'completed') ends.push(seconds);
      });
      await until(q, await q.add(slow, {}), 'completed');
      await expect.poll(() => ends.length).toBe(1);
      expect(ends[0]).toBeGreaterThanOrEqual(0.045);
    });

    it('runs a job that is meant for a node where that node is, and nowhere else', async () => {
      const ran: number[] = [];
      const q = await open([local, (payload) => {
        ran.push((payload as { n: number }).n);
        return Promise.resolve('here');
      }]);
      const early = await q.add(local, { n: 1 }, { node: 'attic' });
      const elsewhere = await q.add(local, { n: 2 }, { node: 'cellar' });
      await q.join('attic');
      expect(await until(q, early, 'completed')).toMatchObject({ name: 'test.local', node: 'attic', result: 'here' });
      await until(q, await q.add(local, { n: 3 }, { node: 'attic' }), 'completed');
      expect((await q.get(elsewhere))?.state).toBe('waiting');
      expect(ran).toEqual([1, 3]);
      expect((await q.list({ names: ['test.local'] })).map(({ node }) => node).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(['attic', 'attic', 'cellar']);
      expect(await q.counts('test.local')).toMatchObject({ completed: 2, waiting: 1 });
      await q.leave('attic');
      const late = await q.add(local, { n: 4 }, { node: 'attic' });
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(['waiting', 'delayed']).toContain((await q.get(late))?.state);
      expect(await q.cancel(late)).toBe(true);
      expect(await q.cancel(elsewhere)).toBe(true);
    });

    it('refuses a job for a node without the node, and any other job with one', async () => {
      const q = await open([local, () => Promise.resolve()], [echo, () => Promise.resolve()]);
      await expect(q.add(local, { n: 1 })).rejects.toThrow('needs the node');
      await expect(q.add(echo, { text: 'x' }, { node: 'attic' })).rejects.toThrow('not meant for single nodes');
      await expect(q.add(local, { n: 1 }, { node: 'a@b' })).rejects.toThrow('no name of a node');
    });

    it('refuses a cron expression that is none', async () => {
      const q = await open([echo, () => Promise.resolve()]);
      await expect(q.schedule('nightly', 'every day', echo, { text: 'x' })).rejects.toThrow();
    });

    it('knows nothing of an unknown job', async () => {
      const q = await open([echo, () => Promise.resolve()]);
      expect(await q.get('nothing')).toBeUndefined();
      expect(await q.cancel('nothing')).toBe(false);
      expect(await q.retry('nothing')).toBe(false);
    });

    it('gives the reason of the stop to the handler', async () => {
      const reasons: unknown[] = [];
      const q = await open([slow, async (_payload, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        reasons.push(signal.reason);
      }]);
      const id = await q.add(slow, {});
      await until(q, id, 'active');
      await q.cancel(id);
      await until(q, id, 'cancelled');
      expect(reasons[0]).toBeInstanceOf(JobAborted);
      expect((reasons[0] as JobAborted).why).toBe('cancelled');
    });
  });
}
