import { NestFactory } from '@nestjs/core';
import { loadConfig } from '@rumpus/config';
import { AppModule } from '../app.module.js';
import type { CliCommand } from './command.js';
import { commands } from './commands.js';
import { saveCompiledCode } from '../operation/compiled-code.js';
import { createLogger, StructuredLogger } from '../operation/logging.js';

/** Runs the command that `words` begin with, or tells how commands are called; sets the exit code of the process. */
export async function run(words: readonly string[]): Promise<void> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  if (command === undefined) {
    const width = Math.max(...commands.map(({ usage }) => usage.length));
    process.stdout.write(`Usage: npm run cli -- <command>\n\n${commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')}\n`);
    process.exitCode = words.length === 0 || words[0] === 'help' ? 0 : 2;
  } else {
    process.exitCode = await runCommand(command, words.slice(command.name.split(' ').length));
  }
}

async function runCommand(chosen: CliCommand, args: readonly string[]): Promise<number> {
  try {
    const { config } = loadConfig(process.env);
    const logger = createLogger({ ...config.log, level: 'warn' });
    const app = await NestFactory.create(AppModule.forRoot(config), { logger: new StructuredLogger(logger), abortOnError: false });
    saveCompiledCode();
    try {
      return await chosen.run(app, args, (line) => void process.stdout.write(`${line}\n`));
    } finally {
      await app.close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
