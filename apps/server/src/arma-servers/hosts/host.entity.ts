import { StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';

/** A machine that runs servers. Only the manager that holds its lease touches them. */
@Entity('arma_hosts')
export class ArmaHost {
  @StringColumn(64, { primary: true }) host_id!: string;
  @StringColumn(255) name!: string;
  @StringColumn(200, { nullable: true }) lease_token!: string | null;
  @UtcColumn({ nullable: true }) lease_until!: Date | null;
  /** Where the files of its servers lie on that host. */
  @StringColumn(1000, { nullable: true }) servers_dir!: string | null;
  @UtcColumn() last_seen!: Date;
}
