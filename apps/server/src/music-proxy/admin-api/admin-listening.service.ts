import { Injectable } from '@nestjs/common';
import { MusicProxy } from '../music-proxy.js';
import type { NowPlayingList, Statistics } from './admin.dto.js';

const day = 86_400_000;

/** Listening, for people. */
@Injectable()
export class AdminListeningService {
  constructor(private readonly proxy: MusicProxy) {}

  async nowPlaying(): Promise<NowPlayingList> {
    const rows = await Promise.all(
      this.proxy.listening.list().map(async ({ user, client, ip, itemId, source, purpose, startedAt, seconds, length, streaming, describe }) => {
        const title = await describe().catch(() => undefined);
        const duration = length ?? title?.duration;
        return {
          user, client, ip, id: itemId, source, purpose, startedAt: startedAt.toISOString(), seconds, streaming, title: title?.title ?? null, artist: title?.artist ?? null, album: title?.album ?? null,
          duration: duration === undefined ? null : Math.round(duration),
        };
      }),
    );
    return { playing: rows };
  }

  async statistics(days: number, top: number): Promise<Statistics> {
    const since = new Date(Date.now() - (days - 1) * day);
    const [figures, songs] = await Promise.all([this.proxy.counters.days(since), this.proxy.plays.top(since, top)]);
    const totals: Record<string, number> = {};
    for (const { counts } of figures) for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
    return { since: since.toISOString().slice(0, 10), totals, days: figures.map(({ day: date, counts }) => ({ day: date, counts: { ...counts } })), top: songs.map((song) => ({ ...song })) };
  }
}
