import { EventEmitter } from 'node:events';
import { sample, type ResourceSample } from './sampler.js';
import { SupervisedProcess, type ProcessSpec } from './supervised-process.js';

/** What the supervisor tells about all its processes together. */
export interface SupervisorEvents {
  /** One reading of every living process, by the id of its spec. */
  samples: [samples: ReadonlyMap<string, ResourceSample>];
}

/** Times in milliseconds. */
export interface SupervisorOptions {
  /** How often adopted processes are looked after. */
  pollMs?: number;
  /** How often CPU and memory are read. */
  sampleMs?: number;
}

/** Supervises any number of processes with one timer for looking and one for measuring. */
export class ProcessSupervisor extends EventEmitter<SupervisorEvents> {
  private readonly processes = new Map<string, SupervisedProcess>();
  private readonly timers: NodeJS.Timeout[];
  private measuring = false;
  private polling = false;

  constructor({ pollMs = 1_000, sampleMs = 5_000 }: SupervisorOptions = {}) {
    super();
    this.timers = [setInterval(() => void this.poll(), pollMs), setInterval(() => void this.measure(), sampleMs)];
    for (const timer of this.timers) timer.unref();
  }

  /** Puts a process under supervision, stopped. @throws RangeError when the id is taken */
  add(spec: ProcessSpec): SupervisedProcess {
    if (this.processes.has(spec.id)) throw new RangeError(`There is a process ${spec.id} already`);
    const supervised = new SupervisedProcess(spec);
    this.processes.set(spec.id, supervised);
    return supervised;
  }

  get(id: string): SupervisedProcess | undefined {
    return this.processes.get(id);
  }

  /** Lets go of one process; if it lives, it lives on. */
  async remove(id: string): Promise<void> {
    const supervised = this.processes.get(id);
    this.processes.delete(id);
    await supervised?.detach();
  }

  list(): SupervisedProcess[] {
    return [...this.processes.values()];
  }

  /** Lets go of all processes. They live on: the next manager adopts them. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.list().map((supervised) => supervised.detach()));
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    await Promise.allSettled(this.list().map((supervised) => supervised.poll()));
    this.polling = false;
  }

  /** A tick is left out when the one before is not finished. */
  private async measure(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    try {
      const living = this.list().flatMap(({ spec, identity }) => (identity === undefined ? [] : [{ id: spec.id, pid: identity.pid }]));
      const usage = await sample(living.map(({ pid }) => pid));
      const samples = new Map<string, ResourceSample>();
      for (const { id, pid } of living) {
        const reading = usage.get(pid);
        if (reading !== undefined) samples.set(id, reading);
      }
      if (samples.size > 0) this.emit('samples', samples);
    } finally {
      this.measuring = false;
    }
  }
}
