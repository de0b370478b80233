import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { behaviourIn, memoryIn, noteRun, remember } from './behaviour.js';

/** A steamcmd that prints the lines of the real one. The program's folder is the folder of the script that was started. */
const folder = dirname(process.argv[1] ?? '.');
const args = process.argv.slice(2);
const behaviour = behaviourIn(folder);
const memory = memoryIn(folder);
noteRun(folder, args);

const input = createInterface({ input: process.stdin });
const answers: string[] = [];
const askers: ((line: string) => void)[] = [];
input.on('line', (line) => {
  const asker = askers.shift();
  if (asker === undefined) answers.push(line);
  else asker(line);
});
const say = (text: string): void => void process.stdout.write(text);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const ask = (question: string): Promise<string> => {
  say(question);
  const ready = answers.shift();
  return ready === undefined ? new Promise((resolve) => askers.push(resolve)) : Promise.resolve(ready);
};
const quit = (code: number): never => process.exit(code);

let installDir = folder;
let guard: string | undefined;

async function login(user: string): Promise<void> {
  say(`Logging in user '${user}' [U:1:0] to Steam Public...`);
  if (behaviour.loginFails !== null) {
    say(`FAILED (${behaviour.loginFails})\n`);
    quit(5);
  }
  if (user !== 'anonymous' && !memory.cached.includes(user)) await prove(user);
  say('OK\nWaiting for client config...OK\nWaiting for user info...OK\n');
}

async function prove(user: string): Promise<void> {
  say('\nCached credentials not found.\n\n');
  const password = await ask('password: ');
  say('\n');
  if (user !== behaviour.user || password !== behaviour.password) {
    say('ERROR (Invalid Password)\n');
    quit(5);
  }
  if (behaviour.guard === 'asks') guard ??= await ask('This computer has not been authenticated for your account using Steam Guard.\nSteam Guard code:');
  if (behaviour.guard === 'phone') {
    say('\nThis account is protected by a Steam Guard mobile authenticator.\nPlease confirm the login in the Steam Mobile app on your phone.\n\nWaiting for confirmation...');
    await pause(300);
  }
  if (behaviour.guard === 'fails' && guard === undefined) {
    say('FAILED (Account logon denied, need Steam Guard code)\n');
    quit(5);
  }
  if (guard !== undefined && guard !== behaviour.guardCode) {
    say('\nFAILED (Invalid Login Auth Code)\n');
    quit(5);
  }
  memory.cached.push(user);
  remember(folder, memory);
}

async function update(app: string): Promise<void> {
  for (const percent of [0, 25, 50, 75, 100]) {
    say(` Update state (0x61) downloading, progress: ${percent.toFixed(2)} (${String(percent * 1_000)} / 100000)\n`);
    await pause(behaviour.stepMs);
  }
  if (behaviour.appState !== null) {
    say(`Error! App '${app}' state is ${behaviour.appState} after update job.\n`);
    quit(8);
  }
  mkdirSync(installDir, { recursive: true });
  writeFileSync(join(installDir, 'arma3server_x64'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  say(` Update state (0x81) verifying update, progress: 100.00 (100000 / 100000)\nSuccess! App '${app}' fully installed.\n`);
}

async function download(app: string, id: string): Promise<void> {
  const item = behaviour.items[id];
  say(`Downloading item ${id} ...\n`);
  const partial = join(installDir, 'steamapps', 'workshop', 'downloads', app, id);
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'part'), 'x'.repeat(500));
  await pause(item?.ms ?? behaviour.stepMs);
  if (item === undefined || item.fail !== undefined) {
    say(`ERROR! Download item ${id} failed (${item?.fail ?? 'File Not Found'}).`);
    quit(8);
  }
  const cutOff = memory.timeouts[id] ?? 0;
  if (cutOff < (item?.timeouts ?? 0)) {
    memory.timeouts[id] = cutOff + 1;
    remember(folder, memory);
    say(`ERROR! Timeout downloading item ${id}Unloading Steam API...OK\n`);
    quit(10);
  }
  const content = join(installDir, 'steamapps', 'workshop', 'content', app, id);
  let bytes = 0;
  for (const [path, text] of Object.entries(item?.files ?? {})) {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    const wanted = Buffer.from(text, path.endsWith('.bin') || path.endsWith('.pbo') ? 'hex' : 'utf8');
    // What is there already stays as it is, also when it is checked.
    if (!existsSync(join(content, path)) || !readFileSync(join(content, path)).equals(wanted)) writeFileSync(join(content, path), wanted);
    bytes += text.length;
  }
  say(`Success. Downloaded item ${id} to "${content}" (${String(bytes)} bytes) \n`);
}

say('Redirecting stderr to \'/home/steam/Steam/logs/stderr.txt\'\n[  0%] Checking for available updates...\n[----] Verifying installation...\nSteam Console Client (c) Valve Corporation - version 1700000000\n-- type \'quit\' to exit --\nLoading Steam API...OK\n');
for (let at = 0; at < args.length; at += 1) {
  const next = (): string => args[(at += 1)] ?? '';
  switch (args[at] ?? '') {
    case '+force_install_dir':
      installDir = next();
      break;
    case '+set_steam_guard_code':
      guard = next();
      break;
    case '+login':
      await login(next());
      break;
    case '+app_update':
      await update(next());
      break;
    case '+workshop_download_item': {
      const app = next();
      await download(app, next());
      break;
    }
    case '+quit':
      say('Unloading Steam API...OK\n');
      quit(0);
  }
}
