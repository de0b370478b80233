import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { isUniqueViolation } from '@rumpus/persistence';
import { Repository } from 'typeorm';
import { LanguardError, missing } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { CreatePreset, PresetView } from './mod.dto.js';
import { ModsService } from './mods.service.js';
import { ArmaPreset } from './preset.entity.js';

/** Named lists of mods: what an evening needs, kept to be loaded on any server. */
@Injectable()
export class NamedPresetsService {
  constructor(
    @InjectRepository(ArmaPreset) private readonly presets: Repository<ArmaPreset>,
    private readonly mods: ModsService,
  ) {}

  /** All of them; a mod that was forgotten since is left out. */
  async list(): Promise<PresetView[]> {
    const rows = await this.presets.find({ order: { name_key: 'ASC' } });
    const known = await this.mods.known(rows.flatMap(({ mods }) => mods.map(({ mod_id: id }) => id)));
    return rows.map((row) => view(row, known));
  }

  /** @throws LanguardError `NAME_TAKEN`, `VALIDATION_ERROR` */
  async create({ name, mods }: CreatePreset, actor: Actor): Promise<PresetView> {
    await this.mods.checkList(mods, 'mods.');
    const now = new Date();
    try {
      const row = await this.presets.save(this.presets.create({ name, name_key: name.toLowerCase(), mods, created_by: actor, created_at: now, updated_at: now }));
      return view(row, new Set(mods.map(({ mod_id: id }) => id)));
    } catch (error) {
      if (isUniqueViolation(error)) throw new LanguardError('NAME_TAKEN', 'There is a list of this name already', { name });
      throw error;
    }
  }

  async remove(id: number): Promise<void> {
    const { affected } = await this.presets.delete({ id });
    if (affected === 0) throw missing('preset');
  }
}

const view = ({ id, name, mods, created_by, created_at }: ArmaPreset, known: ReadonlySet<number>): PresetView => ({ id, name, mods: mods.filter(({ mod_id: mod }) => known.has(mod)), created_by, created_at: created_at.toISOString() });
