import type { TestDatabase } from './databases.js';

/**
 * End-to-end files whose subject is a wire, a process or a disk: they send the database nothing that other files don't send it too
 * (measured per file from PostgreSQL's log, docs/decisions/0013), so once, on the embedded form, is enough.
 */
const ON_SQLITE = ['identity/account', 'library/full-disk', 'music/clients', 'music/faults', 'music/relay', 'music/search', 'music/settings', 'operation/boot', 'operation/storage', 'servers/orphans'];

/** Files about several instances or about what outlives a crash: on the embedded form and on the scaled-out one, with MariaDB and Redis. */
const NOT_ON_POSTGRES = ['identity/openid', 'operation/balanced', 'music/keeping', 'music/stream', 'servers/faults', 'servers/hosts', 'servers/lifecycle'];

/** Globs of the end-to-end files that are not repeated on this database. */
export function leftOut(database: TestDatabase): string[] {
  const names = database === 'sqlite' ? [] : database === 'mariadb' ? ON_SQLITE : [...ON_SQLITE, ...NOT_ON_POSTGRES];
  return names.map((name) => `test/e2e/${name}.spec.ts`);
}
