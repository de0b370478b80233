import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { ArmaServer } from '../servers/server.entity.js';
import { LogPipeline } from './log-pipeline.js';
import { ArmaLog } from './log.entity.js';

/** How far the output of a run was stored: where a new manager goes on reading. */
@Injectable()
export class LogOffsets {
  constructor(
    @InjectRepository(ArmaLog) private readonly logs: Repository<ArmaLog>,
    private readonly pipeline: LogPipeline,
  ) {}

  /** Bytes of the current run's output that are stored; an entry's offset is where the file goes on behind it. */
  async last(server: ArmaServer): Promise<number> {
    if (server.session_id === null) return 0;
    // What this manager has read but not stored yet counts, too: it must not be read twice.
    await this.pipeline.drain();
    const row = await this.logs.findOne({ where: { server_id: server.id, session_id: server.session_id }, order: { id: 'DESC' }, select: { id: true, byte_offset: true } });
    return row?.byte_offset ?? 0;
  }
}
