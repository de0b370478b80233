// Installs the locked dependencies, once; `npm start` and `npm test` then find them. The gate does it in two steps and has something else to do beside
// the second, in which one processor compiles SQLite for a minute when it is Node.js 20:
//   node scripts/install.mjs --packages   all packages, without what has to be compiled
//   node scripts/install.mjs --native     that
import { installIfNeeded, installNative, installPackages, isInstalled, requireNode } from './lib/steps.mjs';

requireNode();
switch (process.argv[2]) {
  case undefined:
    installIfNeeded();
    break;
  case '--packages':
    if (!isInstalled()) installPackages();
    break;
  case '--native':
    if (!isInstalled()) installNative();
    break;
  default:
    console.error(`${process.argv[2]} is not known: --packages or --native.`);
    process.exit(1);
}
