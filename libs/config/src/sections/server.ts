import { resolve } from 'node:path';
import { z } from 'zod';
import { flag, float, int, type Kind, list, port, text, url, choice } from '../kinds.js';
import { section, setting } from '../setting.js';

/** A folder or file, made absolute from the working directory. */
export function path(): Kind<string> {
  return {
    name: 'text',
    schema: z.string().min(1).transform((value) => resolve(value)),
    fromText: (raw) => raw,
    allowed: 'a path',
    toText: String,
  };
}

/** Where the app listens, writes and is found. */
export const server = section('The main listener, the data folder and the public address.', {
  host: setting(text(), { env: 'HOST', default: '0.0.0.0', doc: 'Address the main listener binds to.' }),
  port: setting(port(), { env: 'PORT', aliases: ['ROMM_PORT'], default: 8080, doc: 'Port of the main listener.' }),
  dataDir: setting(path(), {
    env: 'DATA_DIR',
    aliases: ['ROMM_BASE_PATH'],
    default: () => resolve('data'),
    defaultText: './data',
    doc: 'Everything the app writes: database, keys, assets, resources, downloads, logs.',
  }),
  tmpDir: setting(path(), {
    env: 'TMP_DIR',
    aliases: ['ROMM_TMP_PATH'],
    default: ({ dataDir }) => resolve(dataDir, 'tmp'),
    defaultText: '$DATA_DIR/tmp',
    doc: 'Scratch space; best on the same file system as the data folder.',
  }),
  configFile: setting(path(), {
    env: 'CONFIG_FILE',
    default: ({ dataDir }) => resolve(dataDir, 'config', 'config.yml'),
    defaultText: '$DATA_DIR/config/config.yml',
    doc: 'The configuration file. Can only be set in the environment.',
  }),
  baseUrl: setting(url(), {
    env: 'BASE_URL',
    aliases: ['ROMM_BASE_URL'],
    doc: 'The public address, for links and OIDC. Taken from the request when unset.',
  }),
  corsAllowedOrigins: setting(list(text()), {
    env: 'CORS_ALLOWED_ORIGINS',
    aliases: ['ROMM_CORS_ALLOWED_ORIGINS'],
    default: ['*'],
    doc: 'Origins that may call the API from a browser; * allows all, without credentials for cookies of others.',
  }),
  trustedProxies: setting(list(text()), {
    env: 'TRUSTED_PROXIES',
    default: ['loopback'],
    doc: 'Addresses or networks whose X-Forwarded-* headers are believed (also: loopback, linklocal, uniquelocal).',
  }),
  xAccelPrefix: setting(text({ pattern: /^\//, allowed: 'a path that starts with /' }), {
    env: 'X_ACCEL_PREFIX',
    doc: 'Internal nginx location that serves files; set it to let nginx send downloads (X-Accel-Redirect).',
  }),
  maxBodyMb: setting(int(1, 10_240), { env: 'MAX_BODY_MB', default: 10, unit: 'MiB', doc: 'Largest JSON or form body.' }),
  shutdownTimeout: setting(float(1, 300), { env: 'SHUTDOWN_TIMEOUT', default: 10, unit: 'seconds', doc: 'Longest time a shutdown may take.' }),
  nodeId: setting(text({ max: 100 }), { env: 'NODE_ID', doc: 'Name of this instance among several; the host name when unset.' }),
});

const levels = new Map([['critical', 'fatal'], ['warning', 'warn'], ['information', 'info'], ['verbose', 'debug']]);

/** What is logged and how. */
export const log = section('Logging.', {
  level: setting(choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    env: 'LOG_LEVEL',
    aliases: [{ env: 'LOGLEVEL', convert: (word) => levels.get(word.toLowerCase()) ?? word }],
    default: 'info',
    doc: 'Least severe level that is written.',
  }),
  format: setting(choice('pretty', 'json'), { env: 'LOG_FORMAT', doc: 'pretty on a terminal, else json, when unset.' }),
  requests: setting(flag(), { env: 'LOG_REQUESTS', aliases: ['DEBUG_LOG_ALL_REQUESTS'], default: true, doc: 'One line for each request.' }),
});

/** Where hardware and people look after the app. */
export const metrics = section('Prometheus metrics at /metrics.', {
  enabled: setting(flag(), { env: 'METRICS_ENABLED', default: true, doc: 'Serve /metrics.' }),
  token: setting(text({ min: 16 }), { env: 'METRICS_TOKEN', secret: true, doc: 'Bearer token that /metrics demands; open to loopback only when unset.' }),
});
