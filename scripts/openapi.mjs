// `npm run openapi`: writes openapi.json from the built server, and the dashboard's types from that.
// `npm run openapi -- --check` writes nothing and fails when one of the two is out of step (the gate runs it).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer, installIfNeeded, requireNode, root } from './lib/steps.mjs';

requireNode();
installIfNeeded();
buildServer();

const check = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'rumpus-openapi-'));
const outputs = [
  { committed: join(root, 'openapi.json'), fresh: join(folder, 'openapi.json') },
  { committed: join(root, 'apps', 'dashboard', 'src', 'api', 'generated', 'schema.d.ts'), fresh: join(folder, 'schema.d.ts') },
];
try {
  const targets = outputs.map(({ committed, fresh }) => (check ? fresh : committed));
  // All modules on and an empty data folder, so that the document does not depend on who writes it.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, LOG_LEVEL: 'error' };
  execFileSync(process.execPath, [join(root, 'apps', 'server', 'dist', 'cli.js'), 'openapi', targets[0]], { env, stdio: 'inherit' });
  execFileSync('npm', ['run', '--silent', 'api', '-w', '@rumpus/dashboard', '--', targets[0], '-o', targets[1]], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (check) {
    const stale = outputs.filter(({ committed, fresh }) => readFileSync(committed, 'utf8') !== readFileSync(fresh, 'utf8'));
    for (const { committed } of stale) console.error(`${committed} is out of date: run \`npm run openapi\` and commit the result.`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
