import { BatchPlanner } from './engine/batch-planner.js';
import { BatchWriter } from './engine/batch-writer.js';
import { EntryHasher } from './engine/entry-hasher.js';
import { EntryStore } from './engine/entry-store.js';
import { GameScanner } from './engine/game-scanner.js';
import { PlatformRows } from './engine/platform-rows.js';
import { PlatformDisk } from './engine/platform-disk.js';
import { PlatformScanner } from './engine/platform-scanner.js';
import { ScanEngine } from './engine/scan-engine.js';
import { ScanSteps } from './engine/scan-steps.js';
import { scanJob, scheduledScanJob } from './engine/scan-job.js';
import { ScanFeed } from './events/scan-feed.js';
import { FirmwarePass } from './firmware/firmware-pass.js';
import { BrakesService } from './missing/brakes.service.js';
import { MissingMarker } from './missing/missing-marker.js';
import { ScanGateway } from './api/scan.gateway.js';
import { ScanReader } from './api/scan-reader.js';
import { ScansController } from './api/scans.controller.js';
import { ScansService } from './api/scans.service.js';
import { SoundtrackCovers } from './soundtracks/soundtrack-covers.js';
import { SoundtrackTags } from './soundtracks/soundtrack-tags.js';
import { ScanStore } from './store/scan-store.js';
import { HashQueue } from './workers/hash-queue.js';
import { ScanWorkers } from './workers/scan-workers.js';
import { LibraryWatcher } from './watch/library-watcher.js';
import { TasksController } from '../tasks/tasks.controller.js';
import { TasksService } from '../tasks/tasks.service.js';
import { CleanupMissing, cleanupMissingJob } from '../tasks/cleanup-missing.js';

/** What scanning adds to the library module. */
export const scanJobs = [scanJob, scheduledScanJob, cleanupMissingJob];
export const scanControllers = [ScansController, TasksController];
export const scanProviders = [
  BatchPlanner, BatchWriter, BrakesService, CleanupMissing, EntryHasher, EntryStore, FirmwarePass, GameScanner, HashQueue, LibraryWatcher, MissingMarker, PlatformDisk, PlatformRows, PlatformScanner,
  ScanEngine, ScanFeed, ScanGateway, ScanReader, ScansService, ScanSteps, ScanStore, ScanWorkers, SoundtrackCovers, SoundtrackTags, TasksService,
];
