import { BigIntColumn, IdColumn, IntColumn, StringColumn, TextColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** Something an admin did that can be taken back: an import, a deletion. */
@Entity('arcade_changes')
export class ArcadeChange {
  @IdColumn()
  id!: number;

  /** Whole seconds. */
  @BigIntColumn({ name: 'made_at' })
  madeAt!: number;

  @StringColumn(32)
  kind!: string;

  @StringColumn(255)
  title!: string;

  /** The account that made it; null from the command line. */
  @IntColumn({ name: 'account_id', nullable: true })
  accountId!: number | null;

  /** What it did, as JSON, for people. */
  @TextColumn()
  report!: string;

  @BigIntColumn({ name: 'undone_at', nullable: true })
  undoneAt!: number | null;
}

/** One row that a change touched: as it was (null: it was not there) and what was written (null: it was removed). */
@Entity('arcade_change_rows')
@Index('ix_arcade_change_rows_change_id_id', ['changeId', 'id'])
export class ArcadeChangeRow {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeChange', { name: 'fk_arcade_change_rows_change_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'change_id' })
  changeId!: number;

  @StringColumn(64, { name: 'table_name' })
  tableName!: string;

  @IntColumn({ name: 'row_id' })
  rowId!: number;

  @TextColumn({ name: 'row_before', nullable: true })
  rowBefore!: string | null;

  @TextColumn({ name: 'row_after', nullable: true })
  rowAfter!: string | null;
}
