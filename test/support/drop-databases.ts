import { randomBytes } from 'node:crypto';
import { databasePrefix, dropAll } from './databases.js';

/** Vitest's global set-up: gives the run a name of its own, and removes the databases of that name when it ends. */
export default function nameRun(): () => Promise<void> {
  process.env['RUMPUS_TEST_RUN'] = `${randomBytes(3).toString('hex')}_`;
  return async () => dropAll(databasePrefix());
}
