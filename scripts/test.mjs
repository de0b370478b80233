// `npm test`: installs and builds what is missing, then runs every suite: unit tests once, the end-to-end suites on each database with
// and without Redis, the dashboard in a real browser. Ends with the line `N passed, M failed`.
//   npm test -- unit                 one suite (unit, e2e, e2e:sqlite, e2e:mariadb, e2e:postgres, browser)
//   npm test -- e2e:sqlite library   one suite, only files whose path contains "library"
// On the database servers the end-to-end files in which the database has no part are left out (docs/decisions/0013), unless files are named
// or RUMPUS_TEST_REPEAT=all is set.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildIfNeeded, installIfNeeded, requireNode, root } from './lib/steps.mjs';

requireNode();
installIfNeeded();
buildIfNeeded();

const [wanted, ...filters] = process.argv.slice(2);
const inCi = process.env.CI === 'true';
const repeat = filters.length > 0 ? 'all' : process.env.RUMPUS_TEST_REPEAT;
const [mariadb, postgres, redis] = await Promise.all([3306, 5432, 6379].map(reachable));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

const suites = [
  { name: 'unit', project: 'unit', needs: [], env: {} },
  { name: 'e2e:sqlite', project: 'e2e', needs: [], env: { RUMPUS_TEST_DB: 'sqlite' } },
  { name: 'e2e:mariadb', project: 'e2e', needs: [[mariadb, 'MariaDB on 127.0.0.1:3306'], [redis, 'Redis on 127.0.0.1:6379']], env: { RUMPUS_TEST_DB: 'mariadb', RUMPUS_TEST_REDIS: '1' } },
  { name: 'e2e:postgres', project: 'e2e', needs: [[postgres, 'PostgreSQL on 127.0.0.1:5432']], env: { RUMPUS_TEST_DB: 'postgres' } },
  { name: 'browser', project: 'browser', needs: [[chromium !== undefined, "a Chromium (Debian's package chromium)"]], env: { RUMPUS_TEST_DB: 'sqlite' } },
].filter(({ name }) => wanted === undefined || name === wanted || name.startsWith(`${wanted}:`));

const total = { passed: 0, failed: 0, skipped: 0 };
const remarks = [];
for (const suite of suites) {
  const missing = suite.needs.filter(([there]) => !there).map(([, what]) => what);
  if (missing.length > 0) {
    remarks.push(`${inCi ? 'FAILED' : 'skipped'} suite ${suite.name}: needs ${missing.join(' and ')}`);
    total[inCi ? 'failed' : 'skipped'] += 1;
    continue;
  }
  runSuite(suite);
  if (suite.project === 'e2e' && suite.needs.length > 0 && repeat !== 'all') remarks.push(`${suite.name} leaves out the files in which the database has no part (docs/decisions/0013)`);
}
if (suites.length === 0) remarks.push(`there is no suite named ${wanted}`);

for (const remark of remarks) console.log(remark);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function runSuite({ name, project, env }) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const first = runVitest(project, env, filters);
  // Real processes, ports and databases on a busy machine: a file that failed gets one more run, alone, and is named when only that one passes.
  const again = first.failedFiles.length > 0 ? runVitest(project, env, first.failedFiles) : undefined;
  if (again !== undefined) {
    const still = new Set(again.failedFiles);
    remarks.push(...first.failedFiles.filter((file) => !still.has(file)).map((file) => `unsteady: ${name} ${file} passed in its second run only`));
  }
  const passed = again === undefined ? first.passed : first.passed - first.passedIn(first.failedFiles) + again.passed;
  const failed = again === undefined ? first.failed : again.failed;
  remarks.push(...first.skipped.map((test) => `skipped in ${name}: ${test}`));
  total.passed += passed;
  total.failed += failed;
  total.skipped += first.skipped.length;
  console.log(`== ${name}: ${passed} passed, ${failed} failed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function runVitest(project, env, paths) {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-test-'));
  const report = join(folder, 'report.json');
  const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...paths];
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env, ...(repeat === undefined ? {} : { RUMPUS_TEST_REPEAT: repeat }), ...(chromium ? { RUMPUS_TEST_CHROMIUM: chromium } : {}) } });
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const files = (counts?.testResults ?? []).map((file) => ({ path: relative(root, file.name), failed: file.status === 'failed', tests: file.assertionResults }));
  const withStatus = (list, ...statuses) => list.flatMap(({ tests }) => tests).filter(({ status }) => statuses.includes(status));
  return {
    passed: counts?.numPassedTests ?? 0,
    // A file that could not even be loaded has no failed test of its own, and a runner that died leaves no report.
    failed: Math.max(counts?.numFailedTests ?? 0, result.status === 0 ? 0 : 1),
    skipped: withStatus(files, 'pending', 'skipped').map(({ fullName }) => fullName),
    failedFiles: files.filter(({ failed }) => failed).map(({ path }) => path),
    passedIn: (paths) => withStatus(files.filter(({ path }) => paths.includes(path)), 'passed').length,
  };
}

function reachable(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 2000 });
    const done = (there) => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}
