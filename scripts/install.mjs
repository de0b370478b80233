// Installs the locked dependencies, once; `npm start` and `npm test` then find them.
import { installIfNeeded, requireNode } from './lib/steps.mjs';

requireNode();
installIfNeeded();
