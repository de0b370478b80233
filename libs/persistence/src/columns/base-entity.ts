import { BeforeInsert, BeforeUpdate } from 'typeorm';
import { IdColumn, UtcColumn } from './columns.js';

/** A row with a key and the times it was made and last changed. Bulk statements set the times themselves. */
export abstract class TimedEntity {
  @IdColumn()
  id!: number;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;

  @BeforeInsert()
  protected stampNew(): void {
    const now = new Date();
    this.createdAt ??= now;
    this.updatedAt ??= now;
  }

  @BeforeUpdate()
  protected stampChanged(): void {
    this.updatedAt = new Date();
  }
}
