import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden } from '@rumpus/errors';
import type { IncomingMessage } from 'node:http';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Metrics tell a lot about a house: with `METRICS_TOKEN` its bearer may read them, without one only this machine. */
@Injectable()
export class MetricsAccess {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws DomainError `forbidden` */
  check(req: IncomingMessage): void {
    const { token } = this.config.metrics;
    const given = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (token !== undefined && given !== undefined && timingSafeEqual(digest(token), digest(given))) return;
    const direct = req.headers['x-forwarded-for'] === undefined && loopback.has(req.socket.remoteAddress ?? '');
    if (token === undefined && direct) return;
    throw forbidden('Metrics are for this machine, or for a bearer of METRICS_TOKEN');
  }
}
