import { ConfigError, loadConfig } from '@rumpus/config';
import { start } from './start.js';

/** Reads the configuration and starts the server; faults of the configuration are for the person at the terminal: the list, no stack. */
export async function run(): Promise<void> {
  try {
    const { config, warnings } = loadConfig(process.env);
    await start(config, warnings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 78; // EX_CONFIG of sysexits.h
  }
}
