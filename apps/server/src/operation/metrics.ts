import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Reads current values at the moment of a scrape. */
export type GaugeReader = () => Promise<readonly { labels?: Record<string, string>; value: number }[]>;

/** Prometheus metrics of this instance: process and event-loop figures, requests by route, and what the modules register. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'rumpus_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  readonly #unhandled = new Counter({ name: 'rumpus_unhandled_rejections_total', help: 'Failures that no code handled; each is a fault of the program.', registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  countUnhandledRejection(): void {
    this.#unhandled.inc();
  }

  /** @param seconds duration of the request */
  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** Adds a gauge that is read when a scrape comes. */
  gauge(name: string, help: string, labelNames: readonly string[], read: GaugeReader): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      async collect() {
        this.reset();
        for (const { labels, value } of await read()) this.set(labels ?? {}, value);
      },
    });
    this.registry.registerMetric(gauge);
  }

  /** The text exposition format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
