import { IdColumn, IntColumn, StringColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Rom } from '../roms/rom.entity.js';

/** Kinds of values that a list can be filtered by. */
export const FACET_KINDS = [
  'genre', 'franchise', 'collection', 'company', 'game_mode', 'age_rating', 'player_count', 'region', 'language', 'tag',
] as const;
export type FacetKind = (typeof FACET_KINDS)[number];

/** One value, e.g. the genre "Platform". */
@Entity('facets')
@Index('ux_facets_kind_value', ['kind', 'value'], { unique: true })
export class Facet {
  @IdColumn() id!: number;
  @StringColumn(20) kind!: FacetKind;
  @StringColumn(450) value!: string;
}

/** That a game has a value. The platform stands here too, so that a platform's values are found without its games. */
@Entity('rom_facets')
@Index('ix_rom_facets_rom_id', ['rom_id'])
@Index('ix_rom_facets_platform_id_facet_id', ['platform_id', 'facet_id'])
export class RomFacet {
  @IntColumn({ primary: true }) facet_id!: number;
  @IntColumn({ primary: true }) rom_id!: number;
  @IntColumn() platform_id!: number;
  @ManyToOne(() => Facet, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'facet_id', foreignKeyConstraintName: 'fk_rom_facets_facet_id' })
  facet?: Facet;
  @ManyToOne(() => Rom, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'rom_id', foreignKeyConstraintName: 'fk_rom_facets_rom_id' })
  rom?: Rom;
}
