import { BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { ArmaServer } from '../servers/server.entity.js';
import type { WebhookEvent } from './webhook-message.js';

/** An address that is told what happens to one server, or to all. The address is a secret: who knows it can write there. */
@Entity('arma_webhooks')
@Index('ix_arma_webhooks_server_id', ['server_id'])
export class ArmaWebhook {
  @IdColumn() id!: number;
  /** Null: all servers. */
  @IntColumn({ nullable: true }) server_id!: number | null;
  @ManyToOne(() => ArmaServer, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'server_id', foreignKeyConstraintName: 'fk_arma_webhooks_server_id' })
  owner?: ArmaServer;
  @StringColumn(64) name!: string;
  @StringColumn(10) format!: 'discord' | 'json';
  @TextColumn() url_sealed!: string;
  /** What may be shown of the address. */
  @StringColumn(255) url_host!: string;
  @JsonColumn() events!: string[];
  @BoolColumn({ default: true }) enabled!: boolean;
  /** Events within this time become one message. */
  @IntColumn({ default: 5 }) collapse_seconds!: number;
  /** The peer asked to be left alone until then. */
  @UtcColumn({ nullable: true }) paused_until!: Date | null;
  @StringColumn(12, { nullable: true }) last_status!: DeliveryStatus | null;
  @TextColumn({ nullable: true }) last_error!: string | null;
  @UtcColumn({ nullable: true }) last_at!: Date | null;
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}

export type DeliveryStatus = 'pending' | 'sending' | 'delivered' | 'failed' | 'dropped';

/** One event on its way to one address. */
@Entity('arma_webhook_deliveries')
@Index('ix_arma_webhook_deliveries_webhook_id_status', ['webhook_id', 'status'])
@Index('ix_arma_webhook_deliveries_created_at', ['created_at'])
export class ArmaWebhookDelivery {
  @IdColumn() id!: number;
  @IntColumn() webhook_id!: number;
  @ManyToOne(() => ArmaWebhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'fk_arma_webhook_deliveries_webhook_id' })
  webhook?: ArmaWebhook;
  @JsonColumn() event!: WebhookEvent;
  @StringColumn(12) status!: DeliveryStatus;
  @IntColumn({ default: 0 }) attempts!: number;
  @IntColumn({ nullable: true }) response_status!: number | null;
  @TextColumn({ nullable: true }) error!: string | null;
  /** Who is sending it. */
  @StringColumn(36, { nullable: true }) claim!: string | null;
  @UtcColumn({ nullable: true }) claimed_at!: Date | null;
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) finished_at!: Date | null;
}
