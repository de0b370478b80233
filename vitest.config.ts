import { availableParallelism } from 'node:os';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { testDatabase } from './test/support/databases.js';
import SlowFirst from './test/support/slow-first.js';
import { leftOut } from './test/support/where-files-run.js';

const here = new URL('.', import.meta.url).pathname;

/** Decorator metadata needs a compiler that emits it; the TypeScript build does, esbuild does not. */
const decorators = swc.vite({
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
});

/** Tests read the libs' sources, so a failing line is the line that was written. */
const alias = [{ find: /^@rumpus\/(?!migrations)([^/]+)$/, replacement: `${here}libs/$1/src/index.ts` }, { find: '@rumpus/migrations', replacement: `${here}migrations/src/index.ts` }];

export default defineConfig({
  plugins: [decorators],
  resolve: { alias },
  oxc: false,
  test: {
    pool: 'forks',
    // Most suites wait for a database, a process or a timer: two files at a time even on two cores; whole apps without a browser, three.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: SlowFirst },
    globalSetup: ['test/support/drop-databases.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', isolate: false, maxWorkers: 3, include: ['libs/*/src/**/*.spec.ts', 'apps/server/src/**/*.spec.ts', 'apps/dashboard/src/**/*.spec.ts', 'test/unit/**/*.spec.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        // Files share processes, and so the databases that are used again (test/support/migrated-databases.ts).
        test: { name: 'e2e', isolate: false, maxWorkers: 4, expect: { poll: { timeout: 10_000 } }, include: ['test/e2e/**/*.spec.ts'], exclude: process.env['RUMPUS_TEST_REPEAT'] === 'all' ? [] : leftOut(testDatabase()), testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'browser', isolate: false, maxWorkers: 3, include: ['test/browser/**/*.spec.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
