// Packs the compiled server (apps/server/build) with its pure-JavaScript packages into a few files (apps/server/dist): a start then opens
// some thirty files instead of three thousand, which halves its CPU time (docs/decisions/0009-bundled-server.md).
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './lib/steps.mjs';

const server = join(root, 'apps', 'server');
const into = join(server, 'dist');

/** Stay outside: native addons, what finds files or threads beside itself, and what must exist once because others load it by name. */
const external = [
  /^better-sqlite3$/, /^@node-rs\//, /^msgpackr-extract$/, // native
  /^pino/, /^bull$/, /^swagger-ui-dist/, // threads, scripts and pages beside their code
  /^typeorm/, /^pg$/, /^mysql2/, /^ioredis$/, /^reflect-metadata$/, // loaded by name, shared state
  /^@nestjs\/(microservices|mongoose|sequelize)/, /^class-(transformer|validator)/, /^@fastify\/static$/, // optional peers that are not installed
];

/** Scripts that run in threads of their own; a bundle finds them beside itself. */
const threads = {
  'scan-worker': join(server, 'build', 'library', 'scan', 'workers', 'scan-worker.js'),
  'hash-worker': join(root, 'libs', 'storage', 'dist', 'hashing', 'hash-worker.js'),
  'md5-lane-worker': join(root, 'libs', 'storage', 'dist', 'hashing', 'md5-lane-worker.js'),
};

const bundle = await rolldown({
  input: { main: join(server, 'build', 'main.js'), cli: join(server, 'build', 'cli.js'), ...threads },
  platform: 'node',
  external,
  checks: { circularDependency: false, eval: false },
});
const { output } = await bundle.write({ dir: into, format: 'esm', keepNames: true, sourcemap: false, entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' });
await bundle.close();
const written = new Set(output.map(({ fileName }) => fileName));
for (const old of readdirSync(into)) if (!written.has(old)) rmSync(join(into, old), { recursive: true });
