import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandLine } from './command-line.js';
import { readParameterFile, type ParameterClass } from './parameter-file.js';

/** What the game understood of its files. */
export interface Understood {
  server: ParameterClass;
  basic: ParameterClass;
  profile: ParameterClass | null;
}

/** Reads the configuration as strictly as possible. @throws when the real game would not have got what was meant */
export function readGameFiles(line: CommandLine, platform: 'linux' | 'windows'): Understood {
  const config = line.path('config');
  const profiles = line.path('profiles');
  if (config === undefined || profiles === undefined) throw new Error('-config and -profiles are needed');
  const server = readParameterFile(readFileSync(config, 'utf8'));
  const basicPath = line.path('cfg');
  const basic = basicPath === undefined ? {} : readParameterFile(readFileSync(basicPath, 'utf8'));
  const profilePath = profileFile(line, platform);
  if (!existsSync(profilePath)) throw new Error(`No profile at ${profilePath}`);
  const profile = readParameterFile(readFileSync(profilePath, 'utf8'));
  // The game rewrites both files with keys of its own.
  if (basicPath !== undefined && basic['adapter'] === undefined) appendFileSync(basicPath, 'adapter = -1;\nwindowed = 0;\n');
  if (profile['scenecomplexity'] === undefined) appendFileSync(profilePath, 'sceneComplexity = 1000000;\nclass Diary\n{\n    read[] = {"a", "b"};\n};\n');
  return { server, basic, profile };
}

/** Where the game looks for its profile. */
export function profileFile(line: CommandLine, platform: 'linux' | 'windows'): string {
  const name = line.get('name') ?? 'server';
  return join(line.path('profiles') ?? '', platform === 'windows' ? 'Users' : 'home', name, `${name}.Arma3Profile`);
}

/** Leaves what was understood where a test can read it. */
export function writeUnderstood(line: CommandLine, args: readonly string[], understood: Understood): void {
  const pid = line.path('pid');
  const folder = pid === undefined ? line.path('profiles') : dirname(pid);
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'understood.json'), JSON.stringify({ args, ...understood }, null, 2));
}
