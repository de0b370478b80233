import { invalid, notFound } from '@rumpus/errors';
import { Injectable } from '@nestjs/common';
import { Brackets, DataSource, type SelectQueryBuilder } from 'typeorm';
import { canSee, type Viewer } from '../shared/viewer.js';
import { byCodePoint } from '../shared/wire.js';
import { RomFile } from './rom-file.entity.js';
import type { RomFileDto, SoundtrackFileDto } from './rom-file.dto.js';
import type { ByHash, ByProvider } from './rom-lookup.query.js';
import { RomReader } from './rom-reader.js';
import type { DetailedRom, SimpleRom } from './rom.dto.js';
import { Rom } from './rom.entity.js';
import { toDetailedRom, toRomFile, toSimpleRom, type RomParts } from './rom.mapper.js';

/** Single games and their files (library-api spec §8.1, §9.4). */
@Injectable()
export class RomsService {
  constructor(
    private readonly source: DataSource,
    private readonly reader: RomReader,
  ) {}

  /** @throws DomainError `not-found`, also for a game that is hidden from the viewer */
  async detailed(id: number, viewer: Viewer): Promise<DetailedRom> {
    return toDetailedRom(await this.parts(id, viewer), new Date());
  }

  /** As in a list, with its files. */
  async simple(id: number, viewer: Viewer): Promise<SimpleRom> {
    return toSimpleRom(await this.parts(id, viewer), new Date());
  }

  /** Everything that is stored of a game. */
  async parts(id: number, viewer: Viewer): Promise<RomParts> {
    const [parts] = await this.reader.read([id], viewer, { files: true });
    if (parts === undefined || !canSee(viewer, parts.rom)) throw notFound(`Rom with id '${id}' not found`);
    return parts;
  }

  /** The first game that a provider knows by any of the ids. */
  async byProvider(ids: ByProvider, viewer: Viewer): Promise<DetailedRom> {
    const given = Object.entries(ids).filter(([, id]) => id !== undefined && id !== 0 && id !== '');
    if (given.length === 0) throw invalid('At least one metadata ID must be provided');
    const query = this.#visible(viewer).andWhere(
      new Brackets((any) => {
        for (const [column, id] of given) any.orWhere(`r.${column} = :${column}`, { [column]: id });
      }),
    );
    return this.#first(query, viewer, 'ROM not found with given metadata IDs');
  }

  /** The first game that has, or one of whose files has, any of the hashes. Compared exactly; stored in lower case. */
  async byHash(hashes: ByHash, viewer: Viewer): Promise<DetailedRom> {
    const given = Object.entries(hashes).filter(([, hash]) => hash !== undefined && hash !== '');
    if (given.length === 0) throw invalid('At least one metadata hash value must be provided');
    const query = this.#visible(viewer).andWhere(
      new Brackets((any) => {
        for (const [column, hash] of given) {
          any.orWhere(`r.id IN (SELECT g.id FROM roms g WHERE g.${column} = :${column})`, { [column]: hash });
          any.orWhere(`r.id IN (SELECT f.rom_id FROM rom_files f WHERE f.${column} = :${column})`, { [column]: hash });
        }
      }),
    );
    return this.#first(query, viewer, 'No ROM or file found with given hash values');
  }

  /** One file. @throws DomainError `not-found`, also when its game is hidden from the viewer */
  async file(id: number, viewer: Viewer): Promise<RomFileDto> {
    const { file, rom } = await this.fileWithGame(id, viewer);
    return toRomFile(file, rom);
  }

  /** The music of a game: by disc and track, then by name. @throws DomainError `not-found` */
  async soundtracks(id: number, viewer: Viewer): Promise<SoundtrackFileDto[]> {
    const { files } = await this.parts(id, viewer);
    const place = ({ track_meta }: RomFile): number => (track_meta?.disc ?? 1) * 10_000 + (track_meta?.track ?? 9_999);
    return files
      .filter(({ category }) => category === 'soundtrack')
      .toSorted((a, b) => place(a) - place(b) || byCodePoint(a.file_name, b.file_name))
      .map(({ id, file_name, file_size_bytes, track_meta }) => ({ file_id: id, file_name, file_size_bytes, track_meta }));
  }

  async fileWithGame(id: number, viewer: Viewer): Promise<{ file: RomFile; rom: Rom }> {
    const file = await this.source.getRepository(RomFile).findOneBy({ id });
    const rom = file === null ? null : await this.source.getRepository(Rom).findOneBy({ id: file.rom_id });
    if (file === null || rom === null || !canSee(viewer, rom)) throw notFound('File not found');
    return { file, rom };
  }

  #visible({ hiddenPlatforms, hiddenRoms }: Viewer): SelectQueryBuilder<Rom> {
    const query = this.source.createQueryBuilder(Rom, 'r').select('r.id', 'id').orderBy('r.id', 'ASC').limit(1);
    if (hiddenPlatforms.length > 0) query.andWhere('r.platform_id NOT IN (:...hiddenPlatforms)', { hiddenPlatforms });
    if (hiddenRoms.length > 0) query.andWhere('r.id NOT IN (:...hiddenRoms)', { hiddenRoms });
    return query;
  }

  async #first(query: SelectQueryBuilder<Rom>, viewer: Viewer, otherwise: string): Promise<DetailedRom> {
    const row = await query.getRawOne<{ id: number }>();
    if (row === undefined) throw notFound(otherwise);
    return this.detailed(row.id, viewer);
  }
}
