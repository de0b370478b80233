import { z } from 'zod';

const count = z.number().int().nonnegative();
const optionalText = z.string().optional();

export const messageSchema = z.object({ message: z.string() });
export const healthSchema = z.object({ status: z.literal('healthy'), message: z.string() });

export const providerSchema = z.object({
  name: z.string(), label: z.string(), capabilities: z.array(z.string()), healthy: z.boolean(), circuit: z.enum(['closed', 'open', 'half-open']), lastError: optionalText, latencyMs: z.number().optional(),
});
export type ProviderView = z.output<typeof providerSchema>;
const usageSchema = z.object({ count, bytes: count });
export const statusSchema = z.object({
  version: z.string(),
  backendType: z.string(),
  backend: z.object({ url: z.string(), reachable: z.boolean(), version: optionalText, type: optionalText, openSubsonic: z.boolean(), error: optionalText }),
  providers: z.array(providerSchema),
  audioOrder: z.array(z.string()),
  downloads: z.object({ active: count, storage: z.object({ permanent: usageSchema, cache: usageSchema, kept: usageSchema }), taggingAvailable: z.boolean() }),
  matches: z.object({ auto: count, manual: count, review: count, none: count }),
});
export type Status = z.output<typeof statusSchema>;

export const memorySchema = z.object({ rss: count, heapTotal: count, heapUsed: count, external: count, arrayBuffers: count, eventLoopDelayMs: z.number() });
export const usageQuerySchema = z.object({ top: z.coerce.number().int().min(1).max(1000).default(100) });
export const endpointUsageSchema = z.object({ since: z.string(), totalEndpoints: count, totalRequests: count, endpoints: z.array(z.object({ endpoint: z.string(), count })) });
export const requestQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
export const requestSchema = z.object({
  at: z.string(), method: z.string(), route: z.string(), client: optionalText, user: optionalText,
  hints: z.object({ protocol: optionalText, format: z.string(), userAgent: optionalText, signIn: z.string(), range: z.boolean() }),
  served: optionalText, status: z.number().optional(), ms: z.number().optional(), bytes: z.number().optional(),
});
export const sessionsSchema = z.object({
  TotalSessions: count, ActiveSessions: count, StaleSessions: count,
  Sessions: z.array(z.object({ DeviceId: z.string(), Client: z.string(), ClientIp: z.string(), LastActivity: z.string(), InactiveMinutes: z.number(), HasWebSocket: z.boolean() })),
});
export const sweptSchema = z.object({ message: z.string(), cacheFilesDeleted: count, keptFilesDeleted: count, takenOver: count });
export const cacheSchema = z.object({
  storage: z.object({ permanent: usageSchema, cache: usageSchema, kept: usageSchema }),
  partial: usageSchema,
  pictures: usageSchema,
  cacheLifeHours: z.number(),
  /** Bytes; 0: no quota. */
  cacheQuotaBytes: count,
  /** Bytes that must stay free. */
  minFreeBytes: count,
  disk: z.object({ totalBytes: count, freeBytes: count }),
});
export type CacheView = z.output<typeof cacheSchema>;

const userUsageSchema = z.object({ user: z.string(), stays: usageSchema, cached: usageSchema });
export const usersSchema = z.object({
  /** Bytes of files that stay; 0: no quota. */
  quotaBytes: count,
  users: z.array(userUsageSchema),
});
export type UserSpace = z.output<typeof usersSchema>;

export const providersSchema = z.object({
  searchBudgetMs: count,
  lookUpMs: count,
  providers: z.array(
    z.object({
      name: z.string(), label: z.string(), used: z.boolean(), off: z.boolean(), order: z.number().int().nullable(), audioOrder: z.number().int().nullable(), capabilities: z.array(z.string()),
      health: providerSchema.pick({ healthy: true, circuit: true, lastError: true, latencyMs: true }).nullable(),
      /** Environment names: what it cannot do without, what of that is not set, all that is its own. */
      needs: z.array(z.string()), missing: z.array(z.string()), settings: z.array(z.string()),
    }),
  ),
});
export type ProviderList = z.output<typeof providersSchema>;
export const probedSchema = z.object({ message: z.string(), ms: count });

export const nowPlayingSchema = z.object({
  playing: z.array(
    z.object({
      user: z.string(), client: z.string(), ip: z.string(), id: z.string(), source: z.string(), purpose: z.enum(['play', 'ahead']), startedAt: z.string(), seconds: count, streaming: z.boolean(),
      title: z.string().nullable(), artist: z.string().nullable(), album: z.string().nullable(), duration: z.number().nullable(),
    }),
  ),
});
export type NowPlayingList = z.output<typeof nowPlayingSchema>;

export const statisticsQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(366).default(30), top: z.coerce.number().int().min(1).max(100).default(20) });
const figures = z.record(z.string(), z.number());
export const statisticsSchema = z.object({
  since: z.string(),
  totals: figures,
  /** `requests`, `searches`, `downloads`, `downloads_failed`, and by source `plays.`, `bytes.`, `hits.`. */
  days: z.array(z.object({ day: z.string(), counts: figures })),
  top: z.array(z.object({ itemId: z.string(), provider: z.string(), title: z.string(), artist: z.string(), count })),
});
export type Statistics = z.output<typeof statisticsSchema>;

export const cacheClearedSchema = z.object({ message: z.string(), filesDeleted: count, imagesDeleted: count });
export const baseUrlSchema = z.object({ baseUrl: z.string() });

export const searchQuerySchema = z.object({ query: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(10) });
const sourceName = z.string();
/** `shown` false: a client would not see it, because the row named by `sameAs` is the same. */
const shown = { source: sourceName, shown: z.boolean(), sameAs: optionalText };
const rowSchema = z.object({ id: z.string(), title: z.string(), artist: z.string(), album: optionalText, duration: z.number().optional(), isrc: optionalText, ...shown });
export const searchResultSchema = z.object({
  query: z.string(),
  budgetMs: count,
  songs: z.array(rowSchema),
  albums: z.array(z.object({ id: z.string(), title: z.string(), artist: z.string(), year: z.number().optional(), songCount: z.number().optional(), ...shown })),
  artists: z.array(z.object({ id: z.string(), name: z.string(), ...shown })),
  playlists: z.array(z.object({ id: z.string(), name: z.string(), curator: optionalText, songCount: z.number().optional(), ...shown })),
  sources: z.array(z.object({ provider: sourceName, ms: count, songs: count, albums: count, artists: count, playlists: count, error: optionalText })),
});
export type SearchResult = z.output<typeof searchResultSchema>;

const storage = z.enum(['kept', 'cache', 'permanent']);
export const filesQuerySchema = z.object({ storage: storage.default('kept') });
export const fileQuerySchema = z.object({ path: z.string().min(1).max(1000) });
export const fileReadSchema = fileQuerySchema.extend({ inline: z.enum(['true', 'false']).default('false').transform((word) => word === 'true') });
export const fileSchema = z.object({ path: z.string(), artist: z.string(), album: z.string(), fileName: z.string(), size: count, sizeFormatted: z.string(), lastModified: z.string(), extension: z.string(), hasLyrics: z.boolean() });
export const filesSchema = z.object({ files: z.array(fileSchema), totalSize: count, totalSizeFormatted: z.string(), count });
export type FileList = z.output<typeof filesSchema>;
export const removedSchema = z.object({ success: z.literal(true), message: z.string() });
export const jobSchema = z.object({
  key: z.string(), id: z.string(), state: z.enum(['waiting', 'downloading', 'finished', 'failed', 'cancelled']), reason: z.enum(['play', 'ahead', 'star', 'album', 'resumed', 'retry']), storage,
  title: optionalText, artist: optionalText, album: optionalText, source: optionalText, received: count, total: count.optional(), percent: z.number().optional(), bytesPerSecond: count.optional(), listeners: count, user: optionalText,
  queuedAt: z.string(), endedAt: optionalText, error: optionalText,
});
export const queueSchema = z.array(jobSchema);

const state = z.enum(['auto', 'manual', 'review', 'none']);
export const mappingQuerySchema = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1), pageSize: z.coerce.number().int().min(1).max(200).default(50), state: state.optional(), search: z.string().max(200).optional(),
});
export const mappingSchema = z.object({
  id: count, provider: z.string(), externalId: z.string(), targetProvider: z.string(), targetId: z.string().nullable(), state, score: z.number(), title: z.string(), artist: z.string(), updatedAt: z.string(),
  candidates: z.array(z.object({ id: z.string(), title: z.string(), artist: z.string(), album: optionalText, duration: z.number().optional(), score: z.number(), reasons: z.array(z.string()) })),
});
export type Mapping = z.output<typeof mappingSchema>;
export const mappingPageSchema = z.object({ mappings: z.array(mappingSchema), pagination: z.object({ page: count, pageSize: count, totalCount: count, totalPages: count }) });
export type MappingPage = z.output<typeof mappingPageSchema>;
export const decisionSchema = z.strictObject({
  /** Our id of the song that is to be played. */
  id: z.string().min(1).max(512),
  targetProvider: z.string().regex(/^[a-z0-9]{1,32}$/),
  /** The other provider's own id; null: none of them is it. */
  targetId: z.string().min(1).max(400).nullable(),
});
export const mappingStatsSchema = z.object({ auto: count, manual: count, review: count, none: count });
export const idParamSchema = z.coerce.number().int().positive();
