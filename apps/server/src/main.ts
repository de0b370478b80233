import './operation/heap.js';
import { ConfigError, loadConfig } from '@rumpus/config';
import { start } from './start.js';

try {
  const { config, warnings } = loadConfig(process.env);
  await start(config, warnings);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  // Faults of the configuration are for the person at the terminal: the list, no stack.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 78; // EX_CONFIG of sysexits.h
}
