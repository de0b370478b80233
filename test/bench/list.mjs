/**
 * `npm run bench:list [sqlite mariadb postgres]`: seeds 100,000 games on 15 platforms and measures lists over HTTP.
 * Prints a table for people and one JSON line for machines; times in ms, `cpu` is what the app's process used per request, `load` the
 * machine's average load of the minute before. `GAMES` changes the number of games, `DATABASES` (comma-separated) the databases as the
 * arguments do, `CASE` takes only cases whose name contains it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { authEntities } from '../../libs/auth/dist/index.js';
import { connect, dataSourceOptions } from '../../libs/persistence/dist/index.js';
import { migrations } from '../../migrations/dist/index.js';
import { libraryEntities } from '../../apps/server/build/library/entities.js';
import { cpuMs, startApp } from './support/app.mjs';
import { seedLibrary } from './support/seed-library.mjs';

const GAMES = Number(process.env.GAMES ?? 100_000);
const LIMITS_MS = { sqlite: 50, mariadb: 80, postgres: 80 };
const name = `rumpus_bench_list_${process.pid}`;

const databases = {
  sqlite: async (folder) => ({ url: `sqlite:${folder}/bench.db`, drop: async () => {} }),
  mariadb: async () => {
    const statement = async (sql) => {
      const connection = await createConnection({ host: '127.0.0.1', user: 'root' });
      await connection.query(sql);
      await connection.end();
    };
    await statement(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    return { url: `mariadb://root@127.0.0.1:3306/${name}`, drop: () => statement(`DROP DATABASE ${name}`) };
  },
  postgres: async () => {
    const statement = async (sql) => {
      const client = new Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    await statement(`CREATE DATABASE ${name}`);
    return { url: `postgres://postgres@127.0.0.1:5432/${name}`, drop: () => statement(`DROP DATABASE ${name} WITH (FORCE)`) };
  },
};

const OFF = 'with_char_index=false&with_filter_values=false&with_rom_id_index=false';
const WORDS = ['mario', 'zelda', 'super fan', 'kart 3', 'ōkami', '(usa) quest', 'dragon|star wars', 'xyzzy', '1942', 'chronicles ii', 'silent hunter 1', 'sonic turbo', 'e', 'crash party'];
/** A new term each time, so that no answer comes from a cache. */
const term = (i) => encodeURIComponent(i < WORDS.length ? WORDS[i] : `${WORDS[i % WORDS.length]} ${i}`);

/** What is measured; `limited` ones must keep the limit of their database. */
const cases = (platforms) => [
  { name: 'page of 72 by name', limited: true, path: (i) => `limit=72&offset=${i * 72}&order_by=name&${OFF}` },
  { name: 'page of 72 deep in the list', limited: true, path: (i) => `limit=72&offset=${90_000 - i * 72}&order_by=name&${OFF}` },
  { name: 'page of 72 of a platform', limited: true, path: (i) => `limit=72&offset=${(i % 20) * 72}&platform_ids=${platforms[i % platforms.length]}&${OFF}` },
  { name: 'page of 72 by text', limited: true, path: (i) => `limit=72&search_term=${term(i)}&${OFF}` },
  { name: 'page of 72 of a platform by text', limited: true, path: (i) => `limit=72&search_term=${term(i)}&platform_ids=${platforms[i % platforms.length]}&${OFF}` },
  { name: 'first page with all indexes, known', limited: true, path: () => 'limit=72' },
  { name: 'first page of a platform with all indexes, new', limited: false, times: platforms.length, path: (i) => `limit=72&platform_ids=${platforms[i % platforms.length]}` },
  { name: 'page of 72, one game of a group', limited: false, path: (i) => `limit=72&offset=${i * 72}&group_by_meta_id=true&${OFF}` },
  { name: 'page of 72 by rating', limited: false, path: (i) => `limit=72&offset=${i * 72}&order_by=average_rating&order_dir=desc&${OFF}` },
  { name: '15 newest', limited: false, path: () => `order_by=id&order_dir=desc&limit=15&with_total=false&${OFF}` },
];

async function answerOf(app, query) {
  const answer = await fetch(`${app.url}/api/roms?${query}`, { headers: app.headers });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${query}: ${answer.status}`);
}

async function measure(app, { path, times = 60 }) {
  const taken = [];
  const before = await cpuMs(app.pid);
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await answerOf(app, path(i));
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const at = (share) => Number(taken[Math.min(taken.length - 1, Math.floor(taken.length * share))].toFixed(1));
  return { p50: at(0.5), p95: at(0.95), max: at(1), cpu: Number((((await cpuMs(app.pid)) - before) / times).toFixed(1)) };
}

async function run(kind) {
  const folder = await mkdtemp(join(tmpdir(), 'rumpus-bench-'));
  const database = await databases[kind](folder);
  const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: [...authEntities, ...libraryEntities], migrations })));
  const started = performance.now();
  const platforms = await seedLibrary(source, GAMES);
  console.error(`${kind}: seeded ${GAMES} games in ${Math.round((performance.now() - started) / 1000)} s`);
  if (kind === 'mariadb') await source.query('ANALYZE TABLE roms, rom_search, rom_facets, rom_details');
  if (kind === 'postgres') await source.query('VACUUM ANALYZE');
  await source.destroy();
  const app = await startApp({ dataDir: folder, databaseUrl: database.url });
  try {
    const chosen = cases(platforms).filter(({ name }) => name.includes(process.env.CASE ?? ''));
    // A server that has been up for a while: its code is compiled and the names are in memory. Other pages than the ones measured.
    for (let i = 0; i < 60; i += 1) await answerOf(app, `limit=72&offset=${20_000 + i * 72}&order_by=name`);
    const rows = [];
    for (const entry of chosen) {
      const load = Number(loadavg()[0].toFixed(1));
      const figures = await measure(app, entry);
      rows.push({ database: kind, case: entry.name, ...figures, load, limit: entry.limited ? LIMITS_MS[kind] : '', kept: entry.limited ? figures.p95 <= LIMITS_MS[kind] : '' });
    }
    return rows;
  } finally {
    await app.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

const named = [...process.argv.slice(2), ...(process.env.DATABASES ?? '').split(',')].filter(Boolean);
const wanted = named.length > 0 ? named : Object.keys(databases);
const rows = [];
for (const kind of wanted) rows.push(...(await run(kind)));
console.table(rows);
console.log(JSON.stringify({ bench: 'list', games: GAMES, node: process.version, rows }));
process.exitCode = rows.every(({ kept }) => kept !== false) ? 0 : 1;
