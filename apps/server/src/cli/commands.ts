import { arcadeImportCommand } from '../arcade-eamuse/cli/import.command.js';
import { arcadeNetworkCommands } from '../arcade-eamuse/cli/network.commands.js';
import { openApiCommand } from './openapi.command.js';
import { routesCommand } from './routes.command.js';
import type { CliCommand } from './command.js';

/** Every command of the command line. */
export const commands: readonly CliCommand[] = [openApiCommand, routesCommand, arcadeImportCommand, ...arcadeNetworkCommands];
