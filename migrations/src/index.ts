import type { MigrationInterface } from 'typeorm';
import { AuthTables2026112011000 } from './202611201100-auth-tables.js';
import { LibraryTables2026112012200 } from './202611201220-library-tables.js';
import { ArcadeTables2026112012300 } from './202611201230-arcade-tables.js';
import { QueueTables2026112012350 } from './202611201235-queue-tables.js';
import { ArmaTables2026112012400 } from './202611201240-arma-tables.js';
import { MusicTables2026112012450 } from './202611201245-music-tables.js';
import { LibraryScans2026112013000 } from './202611201300-library-scans.js';
import { ArcadeChanges2026112710140 } from './202611271014-arcade-changes.js';
import { MusicSettingsAndListening2026112710170 } from './202611271017-music-settings-and-listening.js';
import { ArmaHosts2026112710210 } from './202611271021-arma-hosts.js';
import { SessionMethod2026112710300 } from './202611271030-session-method.js';
import { ArmaTemplates2026112710350 } from './202611271035-arma-templates.js';
import { ArmaSchedules2026112710450 } from './202611271045-arma-schedules.js';
import { ArmaBackups2026112710550 } from './202611271055-arma-backups.js';
import { ArmaWebhooks2026112711000 } from './202611271100-arma-webhooks.js';
import { ArmaCrashes2026112711100 } from './202611271110-arma-crashes.js';
import { ArmaSettings2026112711200 } from './202611271120-arma-settings.js';
import { MusicAnnotations2026112712050 } from './202611271205-music-annotations.js';
import { ArcadeSettings2026112718000 } from './202611271800-arcade-settings.js';
import { ArmaPresets2026112722400 } from './202611272240-arma-presets.js';

/**
 * Every migration, oldest first. A class is named for what it does and ends with the 13 digits that order it: the file's yyyymmddhhmm and one more.
 * A migration is never changed once it is released.
 */
export const migrations: readonly (new () => MigrationInterface)[] = [
  AuthTables2026112011000,
  LibraryTables2026112012200,
  ArcadeTables2026112012300,
  QueueTables2026112012350,
  ArmaTables2026112012400,
  MusicTables2026112012450,
  LibraryScans2026112013000,
  ArcadeChanges2026112710140,
  MusicSettingsAndListening2026112710170,
  ArmaHosts2026112710210,
  SessionMethod2026112710300,
  ArmaTemplates2026112710350,
  ArmaSchedules2026112710450,
  ArmaBackups2026112710550,
  ArmaWebhooks2026112711000,
  ArmaCrashes2026112711100,
  ArmaSettings2026112711200,
  MusicAnnotations2026112712050,
  ArcadeSettings2026112718000,
  ArmaPresets2026112722400,
];
