import { ClaimService } from '@rumpus/auth';
import type { Config } from '@rumpus/config';
import { createApp, openListeners } from './bootstrap.js';
import { banner } from './operation/banner.js';
import { saveCompiledCode } from './operation/compiled-code.js';
import { clearUpAfterStart } from './operation/heap.js';
import { createLogger } from './operation/logging.js';
import { Metrics } from './operation/metrics.js';
import { ReadinessRegistry } from './operation/readiness.js';
import { onSignals, shutDown } from './operation/shutdown.js';
import { onUnhandledRejection } from './operation/unhandled.js';

/** Builds the app, migrates, opens the listeners and tells the person at the terminal where to go. Ends the process with 1 when that fails. */
export async function start(config: Config, warnings: readonly string[]): Promise<void> {
  const logger = createLogger(config.log);
  for (const warning of warnings) logger.warn(warning);
  try {
    const app = await createApp(config, logger);
    onUnhandledRejection(process, logger, app.get(Metrics));
    await app.init();
    const listeners = await openListeners(app, config);
    const servers = listeners.map(({ server }) => server);
    onSignals((signal) => shutDown({ app, servers, readiness: app.get(ReadinessRegistry), logger, limitMs: config.server.shutdownTimeout * 1000 }, signal));
    banner(config, listeners, (await app.get(ClaimService).generatedCode()) ?? null);
    saveCompiledCode();
    clearUpAfterStart();
  } catch (error) {
    logger.fatal({ err: error }, error instanceof Error ? error.message : 'the start failed');
    // The log's writer may be a thread of its own: let it write the reason before the process ends.
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 200);
  }
}
