// `npm run cli -- <command> ...`: the command line of the server (see `npm run cli -- help`).
import { buildIfNeeded, installIfNeeded, requireNode, root } from './lib/steps.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

requireNode();
installIfNeeded();
buildIfNeeded();
await import(pathToFileURL(join(root, 'apps', 'server', 'dist', 'cli.js')).href);
