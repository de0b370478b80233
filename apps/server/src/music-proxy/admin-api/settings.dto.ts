import { z } from 'zod';

const text = z.string();
const maybe = z.string().nullable();
const secret = z.object({ set: z.boolean() });

/** The settings in the shape of the predecessor's admin (music-proxy spec §8); of secrets only whether they are set. */
export const configSchema = z.object({
  backendType: text,
  musicService: text,
  explicitFilter: text,
  enableExternalPlaylists: z.boolean(),
  playlistsDirectory: text,
  redisEnabled: z.boolean(),
  subsonic: z.object({ url: text, timeoutMs: z.number(), scanUser: maybe, scanPassword: secret }),
  library: z.object({
    downloadPath: text, keptPath: text, storageMode: text, cacheDurationHours: z.number(), cacheMaxGb: z.number(), downloadMode: text, keepAfterSeconds: z.number(), prefetchLimit: z.number(), minFreeMb: z.number(), embedLyrics: z.boolean(),
  }),
  search: z.object({ budgetMs: z.number(), limit: z.number(), label: maybe, enrichAlbums: z.boolean(), enrichArtists: z.boolean() }),
  providers: z.object({ order: z.array(text), audioOrder: z.array(text), off: z.array(text), timeoutMs: z.number(), allowPreviews: z.boolean() }),
  deezer: z.object({ quality: maybe }),
  qobuz: z.object({ appId: maybe, appSecret: secret, userAuthToken: secret, userId: maybe, quality: maybe }),
  squidWtf: z.object({ baseUrls: z.array(text), quality: text }),
  jamendo: z.object({ clientId: maybe }),
  archive: z.object({ enabled: z.boolean(), collections: z.array(text) }),
  otherSubsonic: z.object({ url: maybe, user: maybe, password: secret }),
  folder: z.object({ paths: z.array(text) }),
});
export type ConfigView = z.output<typeof configSchema>;

/** Values as text, as the environment has them, or as what they are. */
const settingValue = z.union([z.string().max(4096), z.number(), z.boolean(), z.array(z.string().max(4096)).max(200), z.null()]);
export const updateSchema = z.strictObject({
  /** By environment name. `null` or an empty text: back to what the start said. */
  updates: z.record(z.string().max(64), settingValue).refine((updates) => Object.keys(updates).length > 0 && Object.keys(updates).length <= 100, 'between 1 and 100 settings'),
});
export const updatedSchema = z.object({ message: text, updatedKeys: z.array(text), requiresRestart: z.boolean() });

/** One setting with all a form needs. */
export const settingSchema = z.object({
  env: text,
  group: z.enum(['upstream', 'providers', 'search', 'downloads', 'cache']),
  kind: z.enum(['text', 'flag', 'number', 'choice', 'list', 'url', 'cron', 'structure']),
  secret: z.boolean(),
  /** Whether there is a value at all. */
  set: z.boolean(),
  /** The value in force; null for secrets and for what is not set. */
  value: settingValue,
  /** What it goes back to when the change is taken away; null for secrets. */
  startValue: settingValue,
  source: z.enum(['start', 'stored']),
  allowed: text,
  words: z.array(text).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: text.optional(),
  doc: text,
  requiresRestart: z.boolean(),
});
export const settingsSchema = z.object({ settings: z.array(settingSchema) });
export type SettingList = z.output<typeof settingsSchema>;

export const upstreamSchema = z.object({
  url: text,
  reachable: z.boolean(),
  version: text.optional(),
  type: text.optional(),
  serverVersion: text.optional(),
  openSubsonic: z.boolean(),
  extensions: z.array(z.object({ name: text, versions: z.array(z.number()) })),
  /** Whether the account was accepted; absent when none was tried. */
  accepted: z.boolean().optional(),
  /** Whether that account may start scans; absent when unknown. */
  mayScan: z.boolean().optional(),
  ms: z.number(),
  error: text.optional(),
});
export type Upstream = z.output<typeof upstreamSchema>;
export const upstreamTestSchema = z.strictObject({
  /** The address in force when left out. */
  url: z.url({ protocol: /^https?$/ }).max(2048).optional(),
  user: z.string().min(1).max(200).optional(),
  password: z.string().min(1).max(200).optional(),
});
