import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { ProcessState } from '@rumpus/process-supervisor';
import { In, Repository } from 'typeorm';
import { ArmaConfig } from '../configuration/config.entity.js';
import { missing } from '../errors.js';
import { ArmaServerMod } from '../mods/mod.entities.js';
import { ArmaServer } from './server.entity.js';

/** Questions about servers. */
@Injectable()
export class ServersRepository {
  constructor(
    @InjectRepository(ArmaServer) readonly servers: Repository<ArmaServer>,
    @InjectRepository(ArmaConfig) private readonly configs: Repository<ArmaConfig>,
    @InjectRepository(ArmaServerMod) private readonly serverMods: Repository<ArmaServerMod>,
  ) {}

  /** @throws LanguardError `NOT_FOUND` */
  async get(id: number): Promise<ArmaServer> {
    const server = await this.servers.findOneBy({ id });
    if (server === null) throw missing('server');
    return server;
  }

  /** By name; `ids` limits them to those a caller may see. */
  async list(ids: readonly number[] | 'all', status?: string): Promise<ArmaServer[]> {
    return this.servers.find({ where: { ...(ids === 'all' ? {} : { id: In([...ids]) }), ...(status === undefined ? {} : { status: status as ProcessState }) }, order: { name_key: 'ASC', id: 'ASC' } });
  }

  /** All servers of a host. */
  ofHost(hostId: string): Promise<ArmaServer[]> {
    return this.servers.find({ where: { host_id: hostId }, order: { id: 'ASC' } });
  }

  /** `max_players` of each server, in one query. */
  async maxPlayers(ids: readonly number[]): Promise<Map<number, number>> {
    if (ids.length === 0) return new Map();
    const rows = await this.configs.find({ where: { server_id: In([...ids]) }, select: { server_id: true, server: true } });
    return new Map(rows.map(({ server_id: id, server }) => [id, typeof server['max_players'] === 'number' ? server['max_players'] : 64]));
  }

  /** How many mods of each kind a server has. */
  async modCounts(serverId: number): Promise<Record<'client' | 'server' | 'optional', number>> {
    const counts = { client: 0, server: 0, optional: 0 };
    for (const { kind } of await this.serverMods.find({ where: { server_id: serverId }, select: { kind: true, server_id: true, mod_id: true } })) counts[kind] += 1;
    return counts;
  }

  /** One statement, guarded by the state somebody has seen. @returns whether it was still so */
  async move(id: number, from: readonly ProcessState[], change: Partial<ArmaServer>): Promise<boolean> {
    const result = await this.servers.update({ id, status: In([...from]) }, { ...change, updated_at: new Date() });
    return (result.affected ?? 0) > 0;
  }

  async change(id: number, change: Partial<ArmaServer>): Promise<void> {
    await this.servers.update({ id }, change);
  }
}
