/** One thing that is wrong with the configuration. */
export interface Fault {
  /** Where it stands: an environment name or `key.path in config.yml`. */
  readonly source: string;
  /** What is wrong and what is allowed. Never holds the value of a secret. */
  readonly problem: string;
}

/** Stops the start. Its message lists every fault, one a line. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(({ source, problem }) => `  - ${source}: ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
