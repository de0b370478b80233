// Packs the compiled server (apps/server/build) with its pure-JavaScript packages into a few files (apps/server/dist): a start then opens
// some thirty files instead of three thousand, which halves its CPU time (docs/decisions/0009-bundled-server.md).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './lib/steps.mjs';

const server = join(root, 'apps', 'server');
const into = join(server, 'dist');

/** Stay outside: native addons, what finds files or threads beside itself, and what must exist once because others load it by name. */
const external = [
  /^better-sqlite3/, /^@node-rs\//, /^msgpackr-extract$/, // native
  /^pino/, /^bull$/, /^swagger-ui-dist/, // threads, scripts and pages beside their code
  /^typeorm/, /^pg$/, /^mysql2/, /^ioredis$/, /^reflect-metadata$/, // loaded by name, shared state
  /^@nestjs\/(microservices|mongoose|sequelize)/, /^class-(transformer|validator)/, /^@fastify\/static$/, // optional peers that are not installed
];

/** Scripts that run in threads of their own; a bundle finds them beside itself. */
const threads = {
  'checkpoint-worker': join(root, 'libs', 'persistence', 'dist', 'sqlite', 'checkpoint-worker.js'),
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
// Node keeps the text of what it runs in memory, at two bytes a character as soon as one of them isn't Latin-1: without comments and
// indentation, and with the few such characters escaped, ten megabytes are left of twenty-four. Names stay, for stack traces.
const { output } = await bundle.write({
  dir: into, format: 'cjs', dynamicImportInCjs: false, keepNames: true, sourcemap: false, entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js',
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
});
await bundle.close();
for (const { fileName } of output) {
  const file = join(into, fileName);
  writeFileSync(file, latin1Only(readFileSync(file, 'utf8'), fileName));
}
const written = new Set(output.map(({ fileName }) => fileName));
for (const old of readdirSync(into)) if (!written.has(old)) rmSync(join(into, old), { recursive: true });
// The bundle is CommonJS: of that, Node.js 20 can keep what it has compiled (apps/server/src/operation/compiled-code.ts).
writeFileSync(join(into, 'package.json'), '{ "type": "commonjs" }\n');
compileAhead();

/** The same program with every character beyond Latin-1 as `\u` escapes: they stand in strings and patterns, where both mean the same. */
function latin1Only(code, fileName) {
  // Behind a backslash an escape would change its meaning, and a raw template shows it as it is written.
  const unsafe = /(?:^|[^\\])(?:\\\\)*\\[\u0100-\uffff]|String\.raw`[^`]*[\u0100-\uffff]/.exec(code);
  if (unsafe) throw new Error(`${fileName}: ${unsafe[0]} can't be escaped`);
  return code.replaceAll(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Loads all there is once, so that the first start is as fast as those after it. */
function compileAhead() {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-build-'));
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, LOG_LEVEL: 'error' };
  spawnSync(process.execPath, [join(into, 'cli.js'), 'openapi', join(folder, 'openapi.json')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(folder, { recursive: true, force: true });
}
