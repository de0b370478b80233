import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const has = (tool, ...test) => spawnSync(tool, test, { stdio: 'ignore' }).error === undefined;

/** Best of three runs, MB/s. */
function best(run, bytes) {
  return Math.max(...[1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return bytes / 1e6 / ((performance.now() - started) / 1000);
  }));
}

/** CRC32, MD5 and SHA-1 of one file by us and by rhash, on one core and on two; MB/s, with the reason where a line is left out. */
export function benchHashing(file, bytes) {
  if (!has('taskset', '--version')) return { skipped: 'taskset is not installed: cores can not be counted out' };
  const ours = (cores) => Number(execFileSync('taskset', ['-c', cores, process.execPath, join(import.meta.dirname, 'hash-once.mjs'), file], { encoding: 'utf8' }));
  const result = { one_core_mb_s: ours('0'), two_cores_mb_s: ours('0,1') };
  if (!has('rhash', '--version')) return { ...result, skipped: 'rhash is not installed: nothing to compare with' };
  const rhash = best(() => execFileSync('taskset', ['-c', '0', 'rhash', '--crc32', '--md5', '--sha1', file], { stdio: 'ignore' }), bytes);
  return { ...result, rhash_mb_s: rhash, one_core_ratio: result.one_core_mb_s / rhash, two_cores_ratio: result.two_cores_mb_s / rhash };
}
