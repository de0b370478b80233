import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { Metrics } from '../../operation/metrics.js';
import { MusicProxy } from '../music-proxy.js';

/** Routes told apart; a stranger could invent methods without end. */
const mostRoutes = 200;

/** Prometheus metrics of the music proxy (music-proxy spec §12): calls by route, providers, what is heard and fetched, and space. */
@Injectable()
export class MusicGauges implements OnModuleInit {
  private readonly routes = new Set<string>();

  constructor(
    private readonly metrics: Metrics,
    private readonly proxy: MusicProxy,
  ) {}

  onModuleInit(): void {
    this.measureCalls();
    this.measureProviders();
    this.measureSound();
  }

  private measureCalls(): void {
    const calls = new Histogram({
      name: 'rumpus_music_request_duration_seconds',
      help: 'Time of a call of a music client, streams to their end, by route and by who answered: relayed or merged.',
      labelNames: ['route', 'served'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 10, 60],
      registers: [],
    });
    this.metrics.registry.registerMetric(calls);
    this.proxy.log.onDone(({ route, served, ms }) => {
      if (ms !== undefined) calls.observe({ route: this.known(route), served: served ?? 'refused' }, ms / 1000);
    });
  }

  private measureProviders(): void {
    const providers = () => this.proxy.providers.list.map((provider) => ({ labels: { provider: provider.name }, health: provider.health() }));
    this.metrics.gauge('rumpus_music_provider_up', 'Whether a provider answers as it should.', ['provider'], () => Promise.resolve(providers().map(({ labels, health }) => ({ labels, value: health.healthy ? 1 : 0 }))));
    this.metrics.gauge('rumpus_music_provider_latency_seconds', 'Time of the last answer of a provider.', ['provider'], () =>
      Promise.resolve(providers().flatMap(({ labels, health }) => (health.latencyMs === undefined ? [] : [{ labels, value: health.latencyMs / 1000 }]))),
    );
  }

  private measureSound(): void {
    const { proxy } = this;
    this.metrics.gauge('rumpus_music_streams', 'Songs being sent to players, by whose they are.', ['source'], () => {
      const counts = new Map<string, number>();
      for (const { source } of proxy.listening.list().filter(({ streaming }) => streaming)) counts.set(source, (counts.get(source) ?? 0) + 1);
      return Promise.resolve([...counts].map(([source, value]) => ({ labels: { source }, value })));
    });
    this.metrics.gauge('rumpus_music_sound_answers', 'Answers with external sound since the start, by where it came from: disk, source or converted.', ['from'], () =>
      Promise.resolve(Object.entries(proxy.audio.answers).map(([from, value]) => ({ labels: { from }, value }))),
    );
    this.metrics.gauge('rumpus_music_downloads', 'Downloads under way, by state.', ['state'], () => {
      const running = proxy.downloads.list().filter(({ endedAt }) => endedAt === undefined);
      return Promise.resolve((['waiting', 'downloading'] as const).map((state) => ({ labels: { state }, value: running.filter((job) => job.state === state).length })));
    });
    this.metrics.gauge('rumpus_music_stored_bytes', 'Bytes of downloaded songs, by storage.', ['storage'], async () => Object.entries(await proxy.tracks.usage()).map(([storage, { bytes }]) => ({ labels: { storage }, value: bytes })));
  }

  private known(route: string): string {
    if (this.routes.has(route)) return route;
    if (this.routes.size >= mostRoutes) return 'other';
    this.routes.add(route);
    return route;
  }
}
