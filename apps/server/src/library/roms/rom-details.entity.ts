import { IntColumn, JsonColumn, StringColumn, TextColumn } from '@rumpus/persistence';
import { Entity, JoinColumn, OneToOne } from 'typeorm';
import { Rom } from './rom.entity.js';

/** Lists of the aggregated metadata (library-scan spec §12); dates, rating and player count are columns of the game. */
export interface MetadataLists {
  genres: string[];
  franchises: string[];
  collections: string[];
  companies: string[];
  game_modes: string[];
  age_ratings: string[];
}

/** An answer of a provider as it was stored. */
export type ProviderBlob = Record<string, unknown>;

/** What is shown of a game but never filtered or sorted by. One row a game; null stands for "nothing". */
@Entity('rom_details')
export class RomDetails {
  @IntColumn({ primary: true }) rom_id!: number;
  @OneToOne(() => Rom, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'rom_id', foreignKeyConstraintName: 'fk_rom_details_rom_id' })
  rom?: Rom;

  @StringColumn(400, { nullable: true }) slug!: string | null;
  @TextColumn({ nullable: true }) summary!: string | null;
  @JsonColumn({ nullable: true }) regions!: string[] | null;
  @JsonColumn({ nullable: true }) languages!: string[] | null;
  @JsonColumn({ nullable: true }) tags!: string[] | null;

  @TextColumn({ nullable: true }) url_cover!: string | null;
  /** Relative to the resources folder, as are the other paths. */
  @StringColumn(1000, { nullable: true }) path_cover_s!: string | null;
  @StringColumn(1000, { nullable: true }) path_cover_l!: string | null;
  @TextColumn({ nullable: true }) url_manual!: string | null;
  @StringColumn(1000, { nullable: true }) path_manual!: string | null;
  @JsonColumn({ nullable: true }) url_screenshots!: string[] | null;
  @JsonColumn({ nullable: true }) path_screenshots!: string[] | null;

  @JsonColumn({ nullable: true }) metadata_lists!: MetadataLists | null;
  @JsonColumn({ nullable: true }) igdb_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) moby_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) ss_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) ra_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) launchbox_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) hasheous_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) flashpoint_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) hltb_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) gamelist_metadata!: ProviderBlob | null;
  @JsonColumn({ nullable: true }) manual_metadata!: ProviderBlob | null;
}
