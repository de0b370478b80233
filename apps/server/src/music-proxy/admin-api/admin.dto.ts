import { z } from 'zod';

const count = z.number().int().nonnegative();
const optionalText = z.string().optional();

export const messageSchema = z.object({ message: z.string() });
export const healthSchema = z.object({ status: z.literal('healthy'), message: z.string() });

export const providerSchema = z.object({
  name: z.string(), label: z.string(), capabilities: z.array(z.string()), healthy: z.boolean(), circuit: z.enum(['closed', 'open', 'half-open']), lastError: optionalText, latencyMs: z.number().optional(),
});
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

export const configSchema = z.record(z.string(), z.unknown());
export const memorySchema = z.object({ rss: count, heapTotal: count, heapUsed: count, external: count, arrayBuffers: count, eventLoopDelayMs: z.number() });
export const usageQuerySchema = z.object({ top: z.coerce.number().int().min(1).max(1000).default(100) });
export const endpointUsageSchema = z.object({ since: z.string(), totalEndpoints: count, totalRequests: count, endpoints: z.array(z.object({ endpoint: z.string(), count })) });
export const requestQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
export const requestSchema = z.object({
  at: z.string(), method: z.string(), route: z.string(), client: optionalText, user: optionalText, served: optionalText, status: z.number().optional(), ms: z.number().optional(), bytes: z.number().optional(),
});
export const sessionsSchema = z.object({
  TotalSessions: count, ActiveSessions: count, StaleSessions: count,
  Sessions: z.array(z.object({ DeviceId: z.string(), Client: z.string(), ClientIp: z.string(), LastActivity: z.string(), InactiveMinutes: z.number(), HasWebSocket: z.boolean() })),
});
export const cacheClearedSchema = z.object({ message: z.string(), filesDeleted: count, imagesDeleted: count });
export const baseUrlSchema = z.object({ baseUrl: z.string() });

export const searchQuerySchema = z.object({ query: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(10) });
const rowSchema = z.object({ id: z.string(), title: z.string(), artist: z.string(), album: optionalText, duration: z.number().optional(), isrc: optionalText, provider: z.string() });
export const searchResultSchema = z.object({
  songs: z.array(rowSchema),
  sources: z.array(z.object({ provider: z.string(), ms: count, songs: count, albums: count, artists: count, playlists: count, error: optionalText })),
});
export type SearchResult = z.output<typeof searchResultSchema>;

const storage = z.enum(['kept', 'cache', 'permanent']);
export const filesQuerySchema = z.object({ storage: storage.default('kept') });
export const fileQuerySchema = z.object({ path: z.string().min(1).max(1000) });
export const fileSchema = z.object({ path: z.string(), artist: z.string(), album: z.string(), fileName: z.string(), size: count, sizeFormatted: z.string(), lastModified: z.string(), extension: z.string() });
export const filesSchema = z.object({ files: z.array(fileSchema), totalSize: count, totalSizeFormatted: z.string(), count });
export type FileList = z.output<typeof filesSchema>;
export const removedSchema = z.object({ success: z.literal(true), message: z.string() });
export const queueSchema = z.array(
  z.object({
    key: z.string(), state: z.enum(['waiting', 'downloading', 'finished', 'failed']), title: optionalText, artist: optionalText, source: optionalText, received: count, total: count.optional(),
    percent: z.number().optional(), listeners: count, error: optionalText,
  }),
);

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
