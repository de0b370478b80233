import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { notFound, unavailable } from '@rumpus/errors';
import { MusicProxy } from '../music-proxy.js';
import { SquidWtfProvider } from '../providers/squidwtf/squidwtf.provider.js';
import { capabilitiesOf } from '../providers/provider.js';
import type { CacheView, Status, UserSpace } from './admin.dto.js';
import { AdminUpstreamService } from './admin-upstream.service.js';

/** What the music admin shows of the proxy's state. */
@Injectable()
export class AdminStatusService {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    private readonly proxy: MusicProxy,
    private readonly upstreams: AdminUpstreamService,
  ) {
    this.delay.enable();
  }

  async status(): Promise<Status> {
    const { music } = this.proxy.settings;
    const [backend, storage, matches, taggingAvailable] = await Promise.all([this.upstreams.current(), this.proxy.tracks.usage(), this.proxy.matches.countByState(), this.proxy.tagger.isAvailable()]);
    const { url, reachable, version, serverVersion, type, openSubsonic, error } = backend;
    return {
      version: '0.1.0',
      backendType: music.backendType,
      backend: { url, reachable, version: serverVersion ?? version, type, openSubsonic, error },
      providers: this.proxy.providers.list.map((provider) => ({ name: provider.name, label: provider.label, capabilities: capabilitiesOf(provider), ...provider.health() })),
      audioOrder: this.proxy.providers.audio(music.audioProviderOrder).map(({ name }) => name),
      downloads: { active: this.proxy.downloads.list().filter(({ endedAt }) => endedAt === undefined).length, storage, taggingAvailable },
      matches,
    };
  }

  memory() {
    const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
    return { rss, heapTotal, heapUsed, external, arrayBuffers, eventLoopDelayMs: Math.round(this.delay.mean / 1e4) / 100 || 0 };
  }

  baseUrl(): string {
    const provider = this.proxy.providers.list.find((one) => one instanceof SquidWtfProvider);
    if (provider?.baseUrl === undefined) throw notFound('No base URL is configured');
    return provider.baseUrl;
  }

  /** Space on the disk and how it is used. */
  async cache(): Promise<CacheView> {
    const { cacheDurationHours, cacheMaxGb, minFreeMb, downloadPath } = this.proxy.settings.music;
    const [storage, partial, disk] = await Promise.all([this.proxy.tracks.usage(), unfinished(join(downloadPath, '.partial')), statfs(downloadPath)]);
    return {
      storage, partial, pictures: this.proxy.covers.usage(), cacheLifeHours: cacheDurationHours, cacheQuotaBytes: cacheMaxGb * 1024 ** 3, minFreeBytes: minFreeMb * 1024 ** 2,
      disk: { totalBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize },
    };
  }

  /** Space by the users files were fetched for. */
  async users(): Promise<UserSpace> {
    return { quotaBytes: this.proxy.settings.music.userQuotaMb * 1024 ** 2, users: await this.proxy.tracks.usageByUser() };
  }

  async clearCache(): Promise<{ filesDeleted: number; imagesDeleted: number }> {
    return { filesDeleted: await this.proxy.sweeper.clear(), imagesDeleted: this.proxy.covers.clear() };
  }

  /** The hourly tidying, now. */
  async sweep() {
    const takenOver = await this.proxy.scan.takeOver();
    const cacheFilesDeleted = await this.proxy.sweeper.sweep();
    return { message: 'Tidied up', cacheFilesDeleted, keptFilesDeleted: await this.proxy.keeper.sweep(), takenOver };
  }

  /** Collects garbage, where the process was started so that it can. */
  collectGarbage(): { MemoryFreedMB: number } {
    const { gc } = globalThis;
    if (!gc) throw unavailable('Garbage can be collected on demand only when Node runs with --expose-gc');
    const before = process.memoryUsage().heapUsed;
    gc();
    return { MemoryFreedMB: Math.round((before - process.memoryUsage().heapUsed) / 1024 / 1024) };
  }
}

async function unfinished(folder: string): Promise<{ count: number; bytes: number }> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.part'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0));
  return { count: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
