import type { INestApplicationContext } from '@nestjs/common';

/** One command of `npm run cli`. It gets the started application (modules, database, queue; no listener) and what stands after its name. */
export interface CliCommand {
  /** One or two words, e.g. `arcade import`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** @returns the exit code; a thrown error's message is printed and ends with 1 */
  run(app: INestApplicationContext, args: readonly string[], print: (line: string) => void): Promise<number>;
}
