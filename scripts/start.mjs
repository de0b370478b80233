// `npm start`: on a fresh clone it installs, builds, migrates and serves; later it only serves.
import { buildIfNeeded, installIfNeeded, requireNode, root } from './lib/steps.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

requireNode();
installIfNeeded();
buildIfNeeded();
await import(pathToFileURL(join(root, 'apps', 'server', 'dist', 'main.js')).href);
