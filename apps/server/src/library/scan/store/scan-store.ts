import { Injectable } from '@nestjs/common';
import { notFound } from '@rumpus/errors';
import { insertRows } from '@rumpus/persistence';
import { DataSource, In, LessThan, type EntityManager } from 'typeorm';
import { NO_STATS, type ScanCheckpoint, type ScanRequest, type ScanStats, type ScanStatus, type ScanTrigger } from '../scan-types.js';
import { Scan, ScanFailure } from './scan.entity.js';

/** A problem with one thing in the library. */
export interface FailureNote {
  path: string;
  problem: string;
  message: string;
}

/** A scan that lists more than this has one problem, not many. */
const MAX_FAILURES = 10_000;
/** Scans kept for the history. */
const KEPT_SCANS = 100;

/** Scans and their failures in the database. */
@Injectable()
export class ScanStore {
  constructor(private readonly source: DataSource) {}

  async create(request: ScanRequest, trigger: ScanTrigger, userId: number | null): Promise<Scan> {
    const scans = this.source.getRepository(Scan);
    const scan = await scans.save(
      scans.create({ job_id: null, status: 'queued', trigger, user_id: userId, request, stats: { ...NO_STATS }, checkpoint: { done: [] }, failure_count: 0, message: null, created_at: new Date(), started_at: null, ended_at: null }),
    );
    await scans.delete({ id: LessThan(scan.id - KEPT_SCANS), status: In(['completed', 'failed', 'stopped']) });
    return scan;
  }

  /** @throws DomainError `not-found` */
  async get(id: number): Promise<Scan> {
    const scan = await this.source.getRepository(Scan).findOneBy({ id });
    if (!scan) throw notFound(`Scan with ID '${id}' not found`);
    return scan;
  }

  /** Scans that wait or run, oldest first. */
  async unfinished(): Promise<Scan[]> {
    return this.source.getRepository(Scan).find({ where: { status: In(['queued', 'running'] satisfies ScanStatus[]) }, order: { id: 'ASC' } });
  }

  /** Newest first. */
  async list(limit: number, offset: number): Promise<{ items: Scan[]; total: number }> {
    const [items, total] = await this.source.getRepository(Scan).findAndCount({ order: { id: 'DESC' }, take: limit, skip: offset });
    return { items, total };
  }

  async setJob(id: number, jobId: string): Promise<void> {
    await this.source.getRepository(Scan).update({ id }, { job_id: jobId });
  }

  async start(id: number): Promise<void> {
    await this.source.getRepository(Scan).update({ id }, { status: 'running', started_at: new Date(), message: null });
  }

  /** Says why a scan stands still until its next attempt. */
  async interrupted(id: number, message: string): Promise<void> {
    await this.source.getRepository(Scan).update({ id }, { message });
  }

  /** Stores how far a scan is; in the transaction of what it has just written, so that both are true or neither. */
  async checkpoint(manager: EntityManager, id: number, checkpoint: ScanCheckpoint, stats: ScanStats): Promise<void> {
    await manager.update(Scan, { id }, { checkpoint, stats });
  }

  async finish(id: number, status: 'completed' | 'failed' | 'stopped', stats: ScanStats, message: string | null = null): Promise<void> {
    await this.source.getRepository(Scan).update({ id }, { status, stats, message, ended_at: new Date() });
  }

  /** Adds failures, as far as there is room; counts them all. */
  async addFailures(id: number, notes: readonly FailureNote[], known: number): Promise<void> {
    if (notes.length === 0) return;
    const now = new Date();
    const room = notes.slice(0, Math.max(0, MAX_FAILURES - known));
    await this.source.transaction(async (manager) => {
      await insertRows(manager, ScanFailure, room.map((note) => ({ scan_id: id, path: note.path.slice(0, 1000), problem: note.problem, message: note.message.slice(0, 1000), created_at: now })));
      await manager.update(Scan, { id }, { failure_count: known + notes.length });
    });
  }

  /** Oldest first. */
  async failures(id: number, limit: number, offset: number): Promise<{ items: ScanFailure[]; total: number }> {
    const [items, total] = await this.source.getRepository(ScanFailure).findAndCount({ where: { scan_id: id }, order: { id: 'ASC' }, take: limit, skip: offset });
    return { items, total };
  }
}
