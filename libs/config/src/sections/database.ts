import { resolve } from 'node:path';
import { z } from 'zod';
import { flag, int, type Kind, text } from '../kinds.js';
import { section, setting } from '../setting.js';

const schemes = ['sqlite:', 'mysql:', 'mariadb:', 'postgres:', 'postgresql:'];

function databaseUrl(): Kind<string> {
  const schema = z.string().refine((value) => schemes.some((scheme) => value.startsWith(scheme)) && (value.startsWith('sqlite:') ? value.length > 'sqlite:'.length : URL.canParse(value)));
  return {
    name: 'text',
    schema,
    fromText: (raw) => raw,
    allowed: 'sqlite:<file>, mysql://user:password@host:port/name, mariadb://… or postgres://…',
    toText: String,
  };
}

/** RomM's single variables: `ROMM_DB_DRIVER`, `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWD`, `DB_NAME`. */
function fromParts(read: (name: string) => string | undefined): string | undefined {
  const host = read('DB_HOST');
  if (host === undefined) return undefined;
  const scheme = (read('ROMM_DB_DRIVER') ?? 'mariadb').toLowerCase();
  const port = read('DB_PORT') ?? (scheme.startsWith('postgres') ? '5432' : '3306');
  const user = encodeURIComponent(read('DB_USER') ?? '');
  const password = read('DB_PASSWD');
  const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return `${scheme}://${login === '' ? '' : `${login}@`}${host}:${port}/${encodeURIComponent(read('DB_NAME') ?? 'romm')}`;
}

/** Which database, and how it is used. */
export const database = section('The database: SQLite, MariaDB/MySQL or PostgreSQL.', {
  url: setting(databaseUrl(), {
    env: 'DATABASE_URL',
    secret: true,
    compose: { env: ['ROMM_DB_DRIVER', 'DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWD', 'DB_NAME'], build: fromParts },
    default: ({ dataDir }) => `sqlite:${resolve(dataDir, 'rumpus.db')}`,
    defaultText: 'sqlite:$DATA_DIR/rumpus.db',
    doc: 'sqlite:<file>, mysql://…, mariadb://… or postgres://… .',
  }),
  poolSize: setting(int(1, 500), { env: 'DATABASE_POOL_SIZE', default: 10, doc: 'Most connections at a time (not SQLite).' }),
  startTimeout: setting(int(0, 3600), {
    env: 'DATABASE_START_TIMEOUT',
    default: 60,
    unit: 'seconds',
    doc: 'How long the start waits for the database to answer.',
  }),
  slowQueryMs: setting(int(1, 600_000), { env: 'DATABASE_SLOW_QUERY_MS', default: 500, unit: 'milliseconds', doc: 'Queries that take longer are logged as slow.' }),
  logQueries: setting(flag(), { env: 'DATABASE_LOG_QUERIES', aliases: ['DEV_SQL_ECHO'], default: false, doc: 'Log every query (level debug). Parameters are never logged.' }),
});

/** RomM's single variables: `REDIS_HOST`, `REDIS_PORT`, `REDIS_USERNAME`, `REDIS_PASSWORD`, `REDIS_DB`, `REDIS_SSL`. */
function redisFromParts(read: (name: string) => string | undefined): string | undefined {
  const host = read('REDIS_HOST');
  if (host === undefined) return undefined;
  const tls = ['1', 'true', 'yes', 'on'].includes((read('REDIS_SSL') ?? '').toLowerCase());
  const user = encodeURIComponent(read('REDIS_USERNAME') ?? '');
  const password = read('REDIS_PASSWORD');
  const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return `${tls ? 'rediss' : 'redis'}://${login === '' ? '' : `${login}@`}${host}:${read('REDIS_PORT') ?? '6379'}/${read('REDIS_DB') ?? '0'}`;
}

/** Redis is optional until there are two instances. */
export const redis = section('Redis. Unset: embedded queue, cache and fan-out.', {
  url: setting({ ...text({ pattern: /^rediss?:\/\/./ }), allowed: 'an address that starts with redis:// or rediss://' }, {
    env: 'REDIS_URL',
    secret: true,
    compose: { env: ['REDIS_HOST', 'REDIS_PORT', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_DB', 'REDIS_SSL'], build: redisFromParts },
    doc: 'redis:// or rediss:// address; needed as soon as there is more than one instance.',
  }),
  enabled: setting(flag(), { env: 'REDIS_ENABLED', default: true, doc: 'false ignores the address, as if it were unset.' }),
  prefix: setting(text({ max: 50 }), { env: 'REDIS_PREFIX', default: 'rumpus', doc: 'First part of every key, so that several apps can share one Redis.' }),
});

/** The job queue. */
export const queue = section('Background jobs.', {
  concurrency: setting(int(1, 64), { env: 'QUEUE_CONCURRENCY', default: 16, doc: 'Most jobs this instance runs at a time, over all kinds together (embedded queue); each kind has its own limit besides.' }),
  pollMs: setting(int(50, 60_000), { env: 'QUEUE_POLL_MS', default: 1000, unit: 'milliseconds', doc: 'How often the embedded queue looks for work that other instances added.' }),
  leaseSeconds: setting(int(2, 3600), {
    env: 'QUEUE_LEASE_SECONDS',
    default: 30,
    unit: 'seconds',
    doc: 'A job whose process went silent for this long is taken up again.',
  }),
  retentionSeconds: setting(int(0, 31_536_000), {
    env: 'QUEUE_RETENTION_SECONDS',
    aliases: ['TASK_RESULT_TTL'],
    default: 86_400,
    unit: 'seconds',
    doc: 'How long finished jobs stay listed. Failed ones stay until they are removed.',
  }),
  jobTimeout: setting(int(1, 604_800), { env: 'TASK_TIMEOUT', default: 300, unit: 'seconds', doc: 'Time limit of a manual task. A scan has none.' }),
});
