import { dirname } from 'node:path';
import { behaviourFor } from './behaviour.js';
import { parseCommandLine } from './command-line.js';
import { openControl } from './control.js';
import { GameServer } from './game-server.js';
import { runHeadless } from './headless.js';

/** The fake dedicated server as a program. The executable's folder is the folder of the script that was started. */
const executableFolder = dirname(process.argv[1] ?? '.');
const args = process.argv.slice(2);
const line = parseCommandLine(args, executableFolder);

if (line.has('client')) {
  runHeadless(line);
} else {
  const game = new GameServer(line, args, behaviourFor(executableFolder, args));
  try {
    await game.boot();
    openControl(game, line.path('profiles') ?? '.');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
