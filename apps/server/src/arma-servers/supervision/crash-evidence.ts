import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSession } from './launch-preparer.js';

/** What a crash has left behind (arma-servers spec §4.7). */
export interface CrashEvidence {
  /** The game removes its pid file on a clean exit, so one that is left tells a crash from an exit. */
  pid_file_left: boolean;
  /** The newest dump of this run, in the folder of the profiles. */
  dump: string | null;
  mods: string[];
}

const DUMP = /\.(mdmp|bidmp)$/i;

/** Looks at what the last run of a server has left. */
export async function crashEvidence(session: RunSession | undefined): Promise<CrashEvidence> {
  if (session === undefined) return { pid_file_left: false, dump: null, mods: [] };
  const { paths, startedAt, mods } = session;
  const left = await access(join(paths.run, 'server.pid')).then(
    () => true,
    () => false,
  );
  return { pid_file_left: left, dump: await newestDump(paths.profiles, startedAt), mods };
}

async function newestDump(folder: string, since: number): Promise<string | null> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => DUMP.test(name));
  const dumps = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })));
  return dumps.filter(({ at }) => at >= since).sort((a, b) => b.at - a.at)[0]?.name ?? null;
}
