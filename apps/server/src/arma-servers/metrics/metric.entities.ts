import { FloatColumn, IntColumn, UtcColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';

/** One reading of a server, every few seconds. */
@Entity('arma_metrics')
export class ArmaMetric {
  @IntColumn({ primary: true }) server_id!: number;
  @UtcColumn({ primary: true }) ts!: Date;
  @FloatColumn() cpu!: number;
  @FloatColumn() ram_mb!: number;
  @IntColumn() player_count!: number;
  @FloatColumn({ nullable: true }) fps!: number | null;
  @FloatColumn({ nullable: true }) net_in!: number | null;
  @FloatColumn({ nullable: true }) net_out!: number | null;
}

abstract class Rollup {
  @IntColumn({ primary: true }) server_id!: number;
  /** Begin of the bucket, a multiple of its length since 1970. */
  @UtcColumn({ primary: true }) ts!: Date;
  @FloatColumn() cpu_avg!: number;
  @FloatColumn() cpu_max!: number;
  @FloatColumn() ram_avg!: number;
  @FloatColumn() ram_max!: number;
  @FloatColumn() players_avg!: number;
  @IntColumn() players_max!: number;
  @FloatColumn({ nullable: true }) fps_avg!: number | null;
  @FloatColumn({ nullable: true }) fps_min!: number | null;
  @FloatColumn({ nullable: true }) net_in_avg!: number | null;
  @FloatColumn({ nullable: true }) net_out_avg!: number | null;
  @IntColumn() samples!: number;
}

/** A minute of readings. */
@Entity('arma_metrics_1m')
export class ArmaMetricMinute extends Rollup {}

/** An hour of readings. */
@Entity('arma_metrics_1h')
export class ArmaMetricHour extends Rollup {}
