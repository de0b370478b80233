import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, In, LessThan, LessThanOrEqual, MoreThan, Raw, Repository, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import { missing } from '../errors.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import { LOG_VIEW, type LogView } from '../realtime/feed.js';
import { MOMENT } from '../http/answers.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { LEVELS, SOURCES, type LogLevel } from './levels.js';
import { redact } from './line-parser.js';
import { ArmaLog } from './log.entity.js';

/** Which entries are asked for. */
export interface LogFilter {
  limit: number;
  cursor?: number | undefined;
  level?: readonly LogLevel[] | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  search?: string | undefined;
  session_id?: string | undefined;
  source?: string | undefined;
  order: 'asc' | 'desc';
}

/** A log file on disk. */
export const LOG_FILE = z.object({ name: z.string(), size: z.int(), mtime: MOMENT, current: z.boolean() });
export type LogFile = z.infer<typeof LOG_FILE>;

/** Entries, and the cursor that goes on behind them. */
export const LOG_PAGE = z.object({ items: z.array(LOG_VIEW), next_cursor: z.string().nullable() });
export type LogPage = z.infer<typeof LOG_PAGE>;

const view = (row: ArmaLog): LogView => ({
  id: row.id,
  ts: row.ts?.toISOString() ?? null,
  ts_raw: row.ts_raw,
  level: LEVELS[row.level] ?? 'info',
  category: row.category,
  message: row.message,
  line_no: row.byte_offset,
  session_id: row.session_id,
  repeat: row.repeat_count,
  source: SOURCES[row.source] ?? 'stdout',
});

const MAX_TAIL_BYTES = 4 * 1024 * 1024;
const CHUNK = 5_000;
/** Entries of one server at most; the oldest go (arma-servers spec §2). */
const MOST_ROWS = 2_000_000;

/** Looks into the stored logs and the files they came from. */
@Injectable()
export class LogsService {
  constructor(
    @InjectRepository(ArmaLog) private readonly logs: Repository<ArmaLog>,
    private readonly models: FileModelService,
    readonly router: HostRouter,
  ) {}

  /** Entries after a cursor, which is the id of the last one seen; an offset over a growing table would shift. */
  async query(serverId: number, filter: LogFilter): Promise<LogPage> {
    const rows = await this.logs.find({ where: this.where(serverId, filter), order: { id: filter.order === 'asc' ? 'ASC' : 'DESC' }, take: filter.limit + 1 });
    const items = rows.slice(0, filter.limit).map(view);
    const last = rows[filter.limit - 1];
    return { items, next_cursor: rows.length > filter.limit && last !== undefined ? String(last.id) : null };
  }

  /** Removes the stored entries of a server; its files stay. */
  async clear(serverId: number): Promise<number> {
    const result = await this.logs.delete({ server_id: serverId });
    return result.affected ?? 0;
  }

  /** The files of a server, newest first. */
  @OnOwner('logs.files')
  async files(serverId: number, currentPath: string | null): Promise<LogFile[]> {
    const folder = this.models.paths(serverId).logs;
    const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(log|rpt)(\.\d+)?$/.test(name));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtime } = await stat(join(folder, name));
        return { name, size, mtime: mtime.toISOString(), current: join(folder, name) === currentPath };
      }),
    );
    return files.sort((a, b) => b.name.localeCompare(a.name));
  }

  /** The path of a file of the listing; names are looked up, never joined. @throws LanguardError `NOT_FOUND` */
  async pathOf(serverId: number, name: string): Promise<string> {
    await this.router.assertHere(serverId);
    const found = (await this.files(serverId, null)).find((file) => file.name === name);
    if (found === undefined) throw missing('log file');
    return join(this.models.paths(serverId).logs, found.name);
  }

  /** The last lines of a file, without passwords. */
  async tail(path: string, count: number): Promise<string> {
    const { size } = await stat(path);
    const handle = await open(path, 'r');
    try {
      const from = Math.max(0, size - MAX_TAIL_BYTES);
      const block = Buffer.alloc(size - from);
      await handle.read(block, 0, block.length, from);
      return block.toString('utf8').split('\n').slice(-count - 1).map(redact).join('\n');
    } finally {
      await handle.close();
    }
  }

  /** A whole file, without passwords, line by line so that its size does not matter. */
  async *lines(path: string): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield `${lines.map(redact).join('\n')}\n`;
    }
    if (rest !== '') yield redact(rest);
  }

  /** Removes entries received before a moment, a chunk at a time so that writers are not held up. */
  async forgetBefore(moment: Date, keepGoing: () => boolean = () => true): Promise<number> {
    let removed = 0;
    while (keepGoing()) {
      const rows = await this.logs.find({ where: { received_at: LessThan(moment) }, select: { id: true }, take: CHUNK });
      if (rows.length === 0) break;
      await this.logs.delete({ id: In(rows.map(({ id }) => id)) });
      removed += rows.length;
    }
    return removed;
  }

  /** Removes the oldest entries of servers that have too many, a chunk at a time. */
  async cap(keepGoing: () => boolean = () => true, most = MOST_ROWS): Promise<number> {
    let removed = 0;
    const ids = await this.logs.createQueryBuilder('log').select('log.server_id', 'server_id').groupBy('log.server_id').having('COUNT(*) > :most', { most }).getRawMany<{ server_id: number }>();
    for (const { server_id: serverId } of ids) {
      const last = await this.logs.find({ where: { server_id: serverId }, select: { id: true }, order: { id: 'DESC' }, skip: most, take: 1 });
      while (keepGoing() && last[0] !== undefined) {
        const rows = await this.logs.find({ where: { server_id: serverId, id: LessThanOrEqual(last[0].id) }, select: { id: true }, take: CHUNK });
        if (rows.length === 0) break;
        await this.logs.delete({ id: In(rows.map(({ id }) => id)) });
        removed += rows.length;
      }
    }
    return removed;
  }

  private where(serverId: number, filter: LogFilter): FindOptionsWhere<ArmaLog> {
    const { cursor, level, since, until, search, session_id: session, source, order } = filter;
    const where: FindOptionsWhere<ArmaLog> = { server_id: serverId };
    if (cursor !== undefined) where.id = order === 'asc' ? MoreThan(cursor) : LessThan(cursor);
    if (level !== undefined) where.level = In(level.map((name) => LEVELS.indexOf(name)));
    if (since !== undefined && until !== undefined) where.received_at = And(MoreThan(since), LessThan(until));
    else if (since !== undefined) where.received_at = MoreThan(since);
    else if (until !== undefined) where.received_at = LessThan(until);
    if (search !== undefined && search !== '') where.message = Raw((column) => `LOWER(${column}) LIKE :search`, { search: `%${search.toLowerCase()}%` });
    if (session !== undefined) where.session_id = session;
    if (source !== undefined) where.source = SOURCES.indexOf(source as 'stdout');
    return where;
  }
}
