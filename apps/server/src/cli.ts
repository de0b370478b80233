import { NestFactory } from '@nestjs/core';
import { loadConfig } from '@rumpus/config';
import { AppModule } from './app.module.js';
import type { CliCommand } from './cli/command.js';
import { commands } from './cli/commands.js';
import { createLogger, StructuredLogger } from './operation/logging.js';

const words = process.argv.slice(2);
const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));

if (command === undefined) {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  process.stdout.write(`Usage: npm run cli -- <command>\n\n${commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')}\n`);
  process.exitCode = words.length === 0 || words[0] === 'help' ? 0 : 2;
} else {
  process.exitCode = await runCommand(command, words.slice(command.name.split(' ').length));
}

async function runCommand(chosen: CliCommand, args: readonly string[]): Promise<number> {
  try {
    const { config } = loadConfig(process.env);
    const logger = createLogger({ ...config.log, level: 'warn' });
    const app = await NestFactory.create(AppModule.forRoot(config), { logger: new StructuredLogger(logger), abortOnError: false });
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
