import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

/** A database as a bemaniutils server keeps it: the layout of its schema, with a small network in it. */

const LAYOUT = [
  'CREATE TABLE user (id INT AUTO_INCREMENT PRIMARY KEY, pin VARCHAR(4) NOT NULL, username VARCHAR(255) UNIQUE, password VARCHAR(255), email VARCHAR(255), admin INT)',
  'CREATE TABLE card (id VARCHAR(16) NOT NULL UNIQUE, userid BIGINT UNSIGNED NOT NULL)',
  'CREATE TABLE extid (game VARCHAR(32) NOT NULL, extid INT NOT NULL UNIQUE, userid BIGINT UNSIGNED NOT NULL)',
  'CREATE TABLE refid (game VARCHAR(32) NOT NULL, version INT NOT NULL, refid VARCHAR(16) NOT NULL UNIQUE, userid BIGINT UNSIGNED NOT NULL)',
  'CREATE TABLE profile (refid VARCHAR(16) NOT NULL UNIQUE, data JSON NOT NULL)',
  'CREATE TABLE achievement (refid VARCHAR(16) NOT NULL, id INT NOT NULL, type VARCHAR(64) NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE time_based_achievement (refid VARCHAR(16) NOT NULL, id INT NOT NULL, type VARCHAR(64) NOT NULL, timestamp INT NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE game_settings (game VARCHAR(32) NOT NULL, userid BIGINT UNSIGNED NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE music (id INT NOT NULL, songid INT NOT NULL, chart INT NOT NULL, game VARCHAR(32) NOT NULL, version INT NOT NULL, name VARCHAR(255), artist VARCHAR(255), genre VARCHAR(255), data JSON)',
  'CREATE TABLE score (id INT AUTO_INCREMENT PRIMARY KEY, userid BIGINT UNSIGNED NOT NULL, musicid INT NOT NULL, points INT NOT NULL, timestamp INT NOT NULL, `update` INT NOT NULL, lid INT NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE score_history (id INT AUTO_INCREMENT PRIMARY KEY, userid BIGINT UNSIGNED NOT NULL, musicid INT NOT NULL, points INT NOT NULL, timestamp INT NOT NULL, lid INT NOT NULL, new_record INT NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE link (game VARCHAR(32) NOT NULL, version INT NOT NULL, userid BIGINT UNSIGNED NOT NULL, type VARCHAR(64) NOT NULL, other_userid BIGINT UNSIGNED NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE balance (userid BIGINT UNSIGNED NOT NULL, arcadeid INT NOT NULL, balance INT NOT NULL)',
  'CREATE TABLE machine (id INT AUTO_INCREMENT PRIMARY KEY, pcbid VARCHAR(20) NOT NULL, name VARCHAR(255) NOT NULL, description VARCHAR(255) NOT NULL, arcadeid INT, port INT NOT NULL, game VARCHAR(20), version INT, data JSON)',
  'CREATE TABLE arcade (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255) NOT NULL, description VARCHAR(255) NOT NULL, pin VARCHAR(8) NOT NULL, pref INT NOT NULL, area VARCHAR(63), data JSON)',
  'CREATE TABLE arcade_settings (arcadeid INT NOT NULL, game VARCHAR(32) NOT NULL, version INT NOT NULL, type VARCHAR(64) NOT NULL, data JSON NOT NULL)',
  'CREATE TABLE news (id INT AUTO_INCREMENT PRIMARY KEY, timestamp INT NOT NULL, title VARCHAR(255) NOT NULL, body TEXT NOT NULL)',
];

export const REFID = 'A1B2C3D4E5F60718';
/** The number of a user whom only another network knew: his card, read as a 64-bit number. */
const REMOTE = '16141147064107531373';
export const REMOTE_CARD = BigInt(REMOTE).toString(16).toUpperCase();

const NETWORK = [
  "INSERT INTO user (id, pin, username) VALUES (7, '4711', 'ann'), (8, '12', NULL)",
  "INSERT INTO card VALUES ('E004010027A5FC68', 7), ('e004010027a6102c', 8)",
  "INSERT INTO extid VALUES ('pnm', 12345678, 7), ('pnm', 87654321, 8)",
  `INSERT INTO refid VALUES ('pnm', 24, '${REFID}', 7), ('museca', 2, '0000000000000001', 8)`,
  `INSERT INTO profile VALUES ('${REFID}', '{"name": "ＡＮＮ", "chara": 77, "big": 12345678901234567890, "raw": ["__bytes__", 1, 255]}'), ('0000000000000001', '{"name": "BOB"}')`,
  `INSERT INTO achievement VALUES ('${REFID}', 5, 'item_2', '{"param": 15}')`,
  `INSERT INTO time_based_achievement VALUES ('${REFID}', 3, 'mission', 1700000000, '{"points": 9}')`,
  `INSERT INTO game_settings VALUES ('pnm', 7, '{"total_plays": 12, "last_play_timestamp": 1700000000}')`,
  `INSERT INTO music VALUES (500, 987, 2, 'pnm', 24, 'Song', 'Artist', NULL, '{"difficulty": 30}'), (500, 987, 2, 'pnm', 25, 'Song', 'Artist', NULL, '{"difficulty": 31}'), (501, 988, 1, 'pnm', 24, 'Other', NULL, NULL, NULL)`,
  `INSERT INTO score (userid, musicid, points, timestamp, \`update\`, lid, data) VALUES (7, 500, 90000, 1700000000, 1700000100, 4, '{"medal": 500, "combo": 100}'), (7, 501, 10000, 1700000000, 1700000000, 4, '{"medal": 100}'), (7, 999, 1, 1, 1, 4, '{}')`,
  `INSERT INTO score_history (userid, musicid, points, timestamp, lid, new_record, data) VALUES (7, 500, 90000, 1700000000, 4, 1, '{"medal": 500}'), (0, 500, 5, 1700000000, 4, 0, '{"medal": 100}')`,
  `INSERT INTO link VALUES ('pnm', 24, 7, 'rival', 8, '{}'), ('pnm', 24, 7, 'rival', ${REMOTE}, '{}')`,
  'INSERT INTO balance VALUES (7, 3, 1500)',
  "INSERT INTO arcade VALUES (3, 'Corner', 'Old one', '12345678', 13, NULL, '{\"paseli_enabled\": true}')",
  "INSERT INTO machine VALUES (4, '01201000000000C0FFEE', 'Shop', '', 3, 10000, NULL, NULL, NULL)",
  "INSERT INTO arcade_settings VALUES (3, 'pnm', 24, 'game_config', '{\"music_phase\": 5}'), (-1, 'pnm', 24, 'game_config', '{\"music_phase\": 4}')",
  "INSERT INTO news (timestamp, title, body) VALUES (1700000000, 'Hello', 'World')",
];

export interface BemaniutilsDatabase {
  url: string;
  query(statement: string): Promise<void>;
  drop(): Promise<void>;
}

/** Makes such a database on the MariaDB of the tests. */
export async function createBemaniutilsDatabase(): Promise<BemaniutilsDatabase> {
  const name = `bemani_${randomBytes(5).toString('hex')}`;
  const connection = await createConnection({ host: '127.0.0.1', user: 'root' });
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await connection.query(`USE ${name}`);
  for (const statement of [...LAYOUT, ...NETWORK]) await connection.query(statement);
  return {
    url: `mysql://root@127.0.0.1:3306/${name}`,
    query: async (statement) => void (await connection.query(statement)),
    async drop() {
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}
