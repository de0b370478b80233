import type { MigrationInterface } from 'typeorm';
import { LibraryTables202611201220 } from './202611201220-library-tables.js';

/** Every migration, oldest first. */
export const migrations: readonly (new () => MigrationInterface)[] = [LibraryTables202611201220];
