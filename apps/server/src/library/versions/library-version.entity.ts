import { BigIntColumn, StringColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';

/**
 * A counter that rises with every change: scope `library` for games and platforms, `user:<id>` for what a user noted.
 * Whatever is cached about a list carries the counters it was made at, so that it is right at once after a write, on every
 * instance.
 */
@Entity('library_versions')
export class LibraryVersion {
  @StringColumn(64, { primary: true }) scope!: string;
  @BigIntColumn() version!: number;
}
