import { StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';

/** Something that happened once and for good, e.g. that the server was claimed. */
@Entity('system_facts')
export class SystemFact {
  @StringColumn(100, { primary: true })
  name!: string;

  @UtcColumn()
  at!: Date;

  @StringColumn(255, { nullable: true })
  value!: string | null;
}
