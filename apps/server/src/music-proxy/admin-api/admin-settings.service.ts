import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { join } from 'node:path';
import { changeable, type Changeable } from '../settings/changeable.js';
import { LiveSettings } from '../settings/live-settings.js';
import type { ConfigView, SettingList } from './settings.dto.js';

type View = SettingList['settings'][number];

/** Settings for people. */
@Injectable()
export class AdminSettingsService {
  constructor(
    private readonly settings: LiveSettings,
    @Inject(CONFIG) private readonly start: Config,
  ) {}

  /** Everything that can be changed here. */
  list(): SettingList {
    return { settings: [...changeable].map(([env, entry]) => this.describe(env, entry)) };
  }

  /** What is in force. */
  config(): ConfigView {
    const { music } = this.settings;
    const secret = (value: string | undefined): { set: boolean } => ({ set: value !== undefined });
    return {
      backendType: music.backendType,
      musicService: music.service,
      explicitFilter: music.explicitFilter,
      enableExternalPlaylists: music.enableExternalPlaylists,
      playlistsDirectory: music.playlistsDirectory,
      redisEnabled: this.start.redis.url !== undefined,
      subsonic: { url: music.subsonicUrl, timeoutMs: music.backendTimeoutMs, scanUser: music.subsonicScanUser ?? null, scanPassword: secret(music.subsonicScanPassword) },
      library: {
        downloadPath: music.downloadPath, keptPath: join(music.downloadPath, 'kept'), storageMode: music.storageMode, cacheDurationHours: music.cacheDurationHours, cacheMaxGb: music.cacheMaxGb,
        downloadMode: music.downloadMode, keepAfterSeconds: music.keepAfterSeconds, prefetchLimit: music.prefetchLimit, minFreeMb: music.minFreeMb, embedLyrics: music.embedLyrics,
      },
      search: { budgetMs: music.searchBudgetMs, limit: music.externalSearchLimit, label: music.externalLabel ?? null, enrichAlbums: music.enrichAlbums, enrichArtists: music.enrichArtists },
      providers: { order: [...music.providerOrder], audioOrder: [...music.audioProviderOrder], off: [...music.providersOff], timeoutMs: music.providerTimeoutMs, allowPreviews: music.allowPreviews },
      deezer: { quality: music.deezerQuality ?? null },
      qobuz: { appId: music.qobuzAppId ?? null, appSecret: secret(music.qobuzAppSecret), userAuthToken: secret(music.qobuzUserAuthToken), userId: music.qobuzUserId ?? null, quality: music.qobuzQuality ?? null },
      squidWtf: { baseUrls: [...music.squidwtfBaseUrls], quality: music.squidwtfQuality },
      jamendo: { clientId: music.jamendoClientId ?? null },
      archive: { enabled: music.archiveEnabled, collections: [...music.archiveCollections] },
      otherSubsonic: { url: music.providerSubsonicUrl ?? null, user: music.providerSubsonicUser ?? null, password: secret(music.providerSubsonicPassword) },
      folder: { paths: [...music.providerFolderPaths] },
    };
  }

  private describe(env: string, entry: Changeable): View {
    const { setting } = entry.placed;
    const { name: kind, words, bounds, allowed } = setting.kind;
    const value = this.settings.valueOf(entry);
    const shown = (one: unknown): View['value'] => (setting.secret || one === undefined ? null : (one as View['value']));
    return {
      env, group: entry.group, kind, secret: setting.secret, set: value !== undefined, value: shown(value), startValue: shown(this.settings.startValueOf(entry)), source: this.settings.sourceOf(env), allowed,
      ...(words ? { words: [...words] } : {}),
      ...(bounds ? { min: bounds[0], max: bounds[1] } : {}),
      ...(setting.unit === undefined ? {} : { unit: setting.unit }),
      doc: setting.doc,
      requiresRestart: false,
    };
  }
}
