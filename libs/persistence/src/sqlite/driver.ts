import { createRequire } from 'node:module';
import type Sqlite from 'better-sqlite3';

/** Release 13 of better-sqlite3 begins with this one. */
const NEW_DRIVER_FROM = 22;

/**
 * better-sqlite3 in the release that this Node.js bears. Release 12 is the last for Node.js 20; compiled for 24.19 and newer it ends the process as soon
 * as a statement is collected (`RemoveEnvironmentCleanupHook`: ObjectWrap there wants an environment that a collection doesn't have). Release 13
 * does not use ObjectWrap and comes compiled, but crashes Node.js 20 (docs/decisions/0014-two-releases-of-the-sqlite-driver.md).
 */
export const Database = createRequire(import.meta.url)(Number.parseInt(process.versions.node, 10) < NEW_DRIVER_FROM ? 'better-sqlite3' : 'better-sqlite3-13') as typeof Sqlite;
