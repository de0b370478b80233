import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('@rumpus/server/package.json') as { version: string };

/** Our own version, as in the package manifest. */
export const VERSION: string = manifest.version;
