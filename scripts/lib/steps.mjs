// What `npm start`, `npm test` and `npm run build` share: install and build only when something changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs a program in the project's folder with its output shown; ends this process with the program's code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  if (fits) return;
  console.error(`Rumpus needs Node.js 20.19+, 22.13+ or 24; this is ${process.version}.`);
  process.exit(1);
}

const stampOf = (name) => join(root, 'node_modules', `.rumpus-${name}`);
const readStamp = (name) => (existsSync(stampOf(name)) ? readFileSync(stampOf(name), 'utf8') : '');
const writeStamp = (name, value) => {
  mkdirSync(dirname(stampOf(name)), { recursive: true });
  writeFileSync(stampOf(name), value);
};

/** What an install leaves behind: the locked dependencies, and the Node.js that native code was made for. */
const installed = () => `${createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')} ${process.versions.modules}`;
export const isInstalled = () => readStamp('installed') === installed();

/** Installs the locked dependencies unless these very ones are there already. */
export function installIfNeeded() {
  if (isInstalled()) return;
  console.log('Installing dependencies (only after a change of package-lock.json) ...');
  installPackages();
  installNative();
}

/** The first half of an install: packages, whose own scripts are not run. */
export function installPackages() {
  run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** The second half: what is unusable without its script. That is one package, and only Node.js 20 uses it (libs/persistence/src/sqlite/driver.ts). */
export function installNative() {
  if (Number.parseInt(process.versions.node, 10) < 22) run(npm, ['rebuild', 'better-sqlite3', '--loglevel=error']);
  writeStamp('installed', installed());
}

const sourceFolders = ['libs', 'migrations', 'apps'];
const skipped = new Set(['node_modules', 'dist', 'build']);

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) continue;
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

/** Builds server and dashboard unless no source is newer than the last build. */
export function buildIfNeeded() {
  const recipe = ['tsconfig.base.json', join('scripts', 'bundle.mjs')].map((file) => statSync(join(root, file)).mtimeMs);
  const time = Math.max(...sourceFolders.map((folder) => newest(join(root, folder))), ...recipe);
  if (existsSync(join(root, 'apps', 'server', 'dist', 'main.js')) && Number(readStamp('built')) >= time) return;
  build();
  writeStamp('built', String(time));
}

/** Compiles and packs the server; the dashboard, which takes longest, only when one of its own files or the locked packages changed. */
export function build() {
  console.log('Building ...');
  compileAndPack();
  const dashboard = join(root, 'apps', 'dashboard');
  const time = String(Math.max(newest(dashboard), statSync(join(root, 'package-lock.json')).mtimeMs));
  if (existsSync(join(dashboard, 'dist', 'index.html')) && readStamp('dashboard') === time) return;
  run(npm, ['run', '--silent', 'build', '-w', '@rumpus/dashboard']);
  writeStamp('dashboard', time);
}

/** Compiles and packs the server alone: the dashboard's types are made from what comes out of this, so they may be behind. */
export function buildServer() {
  compileAndPack(join('apps', 'server'));
}

function compileAndPack(...projects) {
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', ...projects]);
  run(process.execPath, [join(root, 'scripts', 'bundle.mjs')]);
}
