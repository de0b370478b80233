import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import type { Page } from '../http/paging.js';
import { redact } from '../logs/line-parser.js';
import { ModsService } from '../mods/mods.service.js';
import type { EventView } from '../realtime/feed.js';
import { type LiveState, LiveStates } from '../servers/live-state.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { ServerSignals } from '../supervision/signals.js';
import { ArmaCrash, type CrashMod } from './crash.entity.js';
import type { CrashDetail, CrashSummary } from './crash.dto.js';

const DUMP = /\.(mdmp|bidmp|dmp|core)$/i;
/** A dump belongs to a run when it was written after the start; clocks of file systems are coarse. */
const SLACK_MS = 5_000;
const LAST_LINES = 50;
const LINE_LENGTH = 2_000;

function summary(crash: ArmaCrash): CrashSummary {
  const { id, server_id, crashed_at, started_at, exit_code, exit_signal, reason, mission, map, player_count, log_file, dump_file, dump_bytes } = crash;
  const uptime = started_at === null ? null : Math.max(0, Math.round((crashed_at.getTime() - started_at.getTime()) / 1_000));
  return { id, server_id, crashed_at: crashed_at.toISOString(), started_at: started_at?.toISOString() ?? null, uptime_seconds: uptime, exit_code, exit_signal, reason, mission, map, player_count, log_file, dump_file, dump_bytes };
}

/** Keeps what helps to find out why a server crashed: how it ended, what it said last, its dump, its mods. */
@Injectable()
export class CrashReports implements OnModuleInit {
  /** What was known just before a server went down; other listeners forget it at that moment. */
  private readonly before = new Map<number, LiveState>();

  constructor(
    @InjectRepository(ArmaCrash) private readonly crashes: Repository<ArmaCrash>,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly mods: ModsService,
    private readonly events: EventsService,
    private readonly router: HostRouter,
    signals: ServerSignals,
    live: LiveStates,
  ) {
    // In the constructor, so that it is heard before anybody else hears it.
    signals.on('down', (id) => this.before.set(id, live.get(id)));
    signals.on('gone', (id) => this.before.delete(id));
  }

  onModuleInit(): void {
    this.events.onRecorded(async (event) => {
      if (event.event_type === 'crashed' && event.server_id !== null) await this.keep(event.server_id, event);
    });
  }

  async list(serverId: number, { limit, offset }: { limit: number; offset: number }): Promise<Page<CrashSummary>> {
    await this.servers.get(serverId);
    const [rows, total] = await this.crashes.findAndCount({ where: { server_id: serverId }, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: rows.map(summary), total, limit, offset };
  }

  async detail(serverId: number, id: number): Promise<CrashDetail> {
    const row = await this.row(serverId, id);
    const { session_id, config_revision, last_lines, mods } = row;
    return { ...summary(row), session_id, config_revision, last_lines, mods };
  }

  async remove(serverId: number, id: number): Promise<void> {
    await this.row(serverId, id);
    await this.crashes.delete({ id });
  }

  /** The dump of a crash, for a download: looked up among the files of the profile folder. @throws LanguardError `NOT_FOUND` */
  async dump(serverId: number, id: number): Promise<{ path: string; fileName: string }> {
    const { dump_file: wanted } = await this.row(serverId, id);
    await this.router.assertHere(serverId);
    const { profiles } = this.models.paths(serverId);
    const found = (await readdir(profiles).catch(() => [])).find((name) => name === wanted && DUMP.test(name));
    if (found === undefined) throw missing('dump file');
    return { path: join(profiles, found), fileName: found };
  }

  /** Removes old reports. */
  async forgetBefore(moment: Date): Promise<void> {
    await this.crashes.createQueryBuilder().delete().where('crashed_at < :moment', { moment: moment.getTime() }).execute();
  }

  private async keep(serverId: number, { detail, created_at: at }: EventView): Promise<void> {
    const server = await this.servers.get(serverId);
    const { last_exit: exit, started_at, session_id, log_path, running_revision } = server;
    const live = this.before.get(serverId);
    const dump = await this.newestDump(serverId, started_at);
    const lines = Array.isArray(detail['last_lines']) ? detail['last_lines'].slice(-LAST_LINES).map((line) => redact(String(line)).slice(0, LINE_LENGTH)) : [];
    await this.crashes.save(
      this.crashes.create({
        server_id: serverId, crashed_at: new Date(at), started_at, exit_code: exit?.code ?? null, exit_signal: exit?.signal ?? null, reason: typeof detail['reason'] === 'string' ? detail['reason'] : (exit?.reason ?? 'unknown'),
        last_lines: lines, session_id, log_file: log_path === null ? null : basename(log_path), dump_file: dump?.name ?? null, dump_bytes: dump?.size ?? null, mods: await this.modsOf(serverId),
        mission: live?.mission?.slice(0, 160) ?? null, map: live?.map?.slice(0, 64) ?? null, player_count: live?.playerCount ?? 0, config_revision: running_revision,
      }),
    );
  }

  private async newestDump(serverId: number, startedAt: Date | null): Promise<{ name: string; size: number } | undefined> {
    const { profiles } = this.models.paths(serverId);
    const names = (await readdir(profiles).catch(() => [])).filter((name) => DUMP.test(name));
    const dumps = await Promise.all(names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(profiles, name));
      return { name, size, mtimeMs };
    }));
    const fresh = dumps.filter(({ mtimeMs }) => startedAt === null || mtimeMs >= startedAt.getTime() - SLACK_MS).sort((a, b) => b.mtimeMs - a.mtimeMs);
    return fresh[0];
  }

  private async modsOf(serverId: number): Promise<CrashMod[]> {
    return (await this.mods.ofServer(serverId)).map(({ name, version, workshop_id, kind }) => ({ name, version, workshop_id, kind }));
  }

  private async row(serverId: number, id: number): Promise<ArmaCrash> {
    const row = await this.crashes.findOneBy({ id, server_id: serverId });
    if (row === null) throw missing('crash');
    return row;
  }
}
