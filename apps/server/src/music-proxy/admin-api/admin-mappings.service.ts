import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '@rumpus/errors';
import type { z } from 'zod';
import { parseExternalId } from '../core/external-id.js';
import { mainArtist } from '../core/models.js';
import { MusicProxy } from '../music-proxy.js';
import type { MatchState, MusicMatch } from '../store/entities.js';
import type { decisionSchema, Mapping, MappingPage, mappingQuerySchema } from './admin.dto.js';

/** Mappings between providers, for people. */
@Injectable()
export class AdminMappingsService {
  constructor(private readonly proxy: MusicProxy) {}

  async list({ page, pageSize, state, search }: z.output<typeof mappingQuerySchema>): Promise<MappingPage> {
    const { rows, total } = await this.proxy.matches.page({ ...(state ? { state } : {}), ...(search ? { search } : {}) }, page, pageSize);
    return { mappings: rows.map(describe), pagination: { page, pageSize, totalCount: total, totalPages: Math.ceil(total / pageSize) } };
  }

  stats(): Promise<Record<MatchState, number>> {
    return this.proxy.matches.countByState();
  }

  /** @throws DomainError `invalid` naming the field, `not-found` for a song no provider has */
  async decide({ id, targetProvider, targetId }: z.output<typeof decisionSchema>): Promise<Mapping> {
    const song = parseExternalId(id);
    if (song?.kind !== 'song') throw invalid('This is not the id of an external song', 'id');
    const target = this.proxy.catalogue.providers.find(({ name }) => name === targetProvider);
    if (!target?.resolveAudio) throw invalid('There is no such provider with audio', 'targetProvider');
    if (targetId !== null && !target.idPattern.test(targetId)) throw invalid('This is not an id of that provider', 'targetId');
    const known = await this.proxy.catalogue.song(song, AbortSignal.timeout(10_000));
    if (!known) throw notFound('No provider has this song');
    return describe(await this.proxy.matches.decide({ ...song, title: known.title, artist: mainArtist(known).name }, targetProvider, targetId));
  }

  /** @throws DomainError `not-found` */
  async delete(id: number): Promise<void> {
    if (!(await this.proxy.matches.delete(id))) throw notFound('There is no such mapping');
  }
}

function describe(match: MusicMatch): Mapping {
  const { id, provider, externalId, targetProvider, targetId, state, score, title, artist, updatedAt, candidates } = match;
  return { id, provider, externalId, targetProvider, targetId, state, score, title, artist, updatedAt: updatedAt.toISOString(), candidates: candidates.map((one) => ({ ...one, reasons: [...one.reasons] })) };
}
