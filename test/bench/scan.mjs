/**
 * `npm run bench:scan [-- --mariadb=mysql://root@127.0.0.1:3306/name] [--quick]`: how fast the library is scanned. Prints a table for people
 * and one JSON line for machines. Needs a build. With `--mariadb` the named database is emptied first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { benchHashing } from './scan/hashing.mjs';
import { folders, largeFile, smallGames, tinyFiles } from './scan/libraries.mjs';
import { startServer } from './scan/server.mjs';

const argument = (name) => process.argv.find((given) => given.startsWith(`--${name}`))?.split('=')[1];
const quick = process.argv.includes('--quick');
const folder = mkdtempSync(join(tmpdir(), 'rumpus-scan-'));
const lines = [];
const note = (what, value, unit, target, ok) => lines.push({ what, value: Math.round(value * 100) / 100, unit, target, ok });

async function emptyDatabase(url) {
  const { pathname } = new URL(url);
  const name = pathname.slice(1).replaceAll('`', '');
  const connection = await createConnection(url.replace(pathname, '/').replace(/^mariadb:/, 'mysql:'));
  await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
  await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await connection.end();
}

async function newGames(library, label, url, limit) {
  if (url) await emptyDatabase(url);
  const server = await startServer(library, url);
  const { seconds, stats } = await server.scan();
  if (stats.new_roms !== 5457) throw new Error(`${stats.new_roms} of 5457 games were taken in`);
  note(`5,457 new small games on 15 platforms, ${label}`, seconds, 's', `<= ${limit}`, seconds <= limit);
  note(`peak memory of the server at that, ${label}`, server.peakMemory(), 'MB', '< 300', server.peakMemory() < 300);
  await server.stop();
}

async function rescan(count) {
  const library = join(folder, 'tiny');
  tinyFiles(library, count);
  const server = await startServer(library);
  const first = await server.scan();
  note(`${count.toLocaleString('en')} new files`, first.seconds, 's', '-', true);
  const again = await server.scan();
  if (again.stats.new_roms !== 0 || again.stats.scanned_roms !== count) throw new Error('The second scan found something new');
  note(`${count.toLocaleString('en')} unchanged files again`, again.seconds, 's', '<= 20', again.seconds <= 20);
  note('peak memory of the server at both', server.peakMemory(), 'MB', '< 300', server.peakMemory() < 300);
  await server.stop();
}

async function walk(count) {
  const library = join(folder, 'folders');
  folders(library, count);
  const { describeEntries, listEntries } = await import('../../apps/server/build/library/scan/walk/walker.js');
  const context = { root: library, linksAnywhere: false, exclusions: { platforms: [], singleFileExtensions: [], singleFileNames: [], multiFileNames: [], partExtensions: [], partNames: [] } };
  const runs = [1, 2, 3].map(() => {
    const started = performance.now();
    const { entries } = describeEntries(context, 'roms/psx', listEntries(context, 'roms/psx').entries);
    if (entries.length !== count || entries.some(({ files }) => files.length !== 1)) throw new Error('The walk missed something');
    return (performance.now() - started) / 1000;
  });
  note(`${count.toLocaleString('en')} folders walked`, Math.min(...runs), 's', '<= 1', Math.min(...runs) <= 1);
}

function hash(megabytes) {
  const file = join(folder, 'large.bin');
  largeFile(file, megabytes);
  const result = benchHashing(file, megabytes * 1024 * 1024);
  if (result.one_core_mb_s) {
    note('CRC32+MD5+SHA-1 on one core', result.one_core_mb_s, 'MB/s', '-', true);
    note('CRC32+MD5+SHA-1 on two cores', result.two_cores_mb_s, 'MB/s', '-', true);
  }
  if (result.rhash_mb_s) {
    note('rhash on one core', result.rhash_mb_s, 'MB/s', '-', true);
    note('one core / rhash', result.one_core_ratio, 'x', '>= 0.9', result.one_core_ratio >= 0.9);
    note('two cores / rhash', result.two_cores_ratio, 'x', '>= 1.7', result.two_cores_ratio >= 1.7);
  }
  if (result.skipped) lines.push({ what: 'comparison with rhash', value: 'left out', unit: '', target: result.skipped, ok: true });
}

try {
  const library = join(folder, 'small');
  smallGames(library, 5457);
  await newGames(library, 'SQLite', undefined, 6);
  const mariadb = argument('mariadb');
  if (mariadb) await newGames(library, 'MariaDB', mariadb, 10);
  await rescan(quick ? 10_000 : 100_000);
  await walk(30_000);
  hash(quick ? 256 : 1024);
  console.table(lines);
  console.log(JSON.stringify({ bench: 'scan', node: process.version, load: Math.round(loadavg()[0] * 10) / 10, ok: lines.every(({ ok }) => ok), lines }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
