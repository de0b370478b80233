import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '@rumpus/storage';
import { z } from 'zod';
import { sniffBytes } from './audio-sniff.js';
import { PartLeases } from './part-lease.js';

const noteSchema = z.object({
  provider: z.string(),
  id: z.string(),
  storage: z.enum(['permanent', 'cache', 'kept']),
  sourceProvider: z.string(),
  sourceId: z.string(),
  container: z.string(),
  total: z.number().optional(),
  user: z.string().optional(),
});

/** What is written beside an unfinished file, so that it can be gone on with, even by a later process. */
export type PartNote = z.output<typeof noteSchema>;

/** What an earlier process has left. */
export interface Left {
  readonly notes: PartNote[];
  /** Another instance holds parts; should it end, they may be gone on with. */
  readonly held: boolean;
}

/**
 * Unfinished downloads: `{downloads}/.partial/{key}.part` with a note beside each. No name in here comes from outside. Several instances
 * may share the folder: a part is only written, gone on with or removed by the one that holds its lease.
 */
export class PartStore {
  readonly folder: string;

  constructor(
    downloadPath: string,
    private readonly leases = new PartLeases(),
  ) {
    this.folder = join(downloadPath, '.partial');
  }

  /** Where the part of a track goes. */
  path(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.part`);
  }

  /** Where this process may write the part of a track: the usual place, or one of its own while another instance fetches it as well. */
  async claim(key: string): Promise<string> {
    await this.prepare();
    const usual = this.path(key);
    if (await this.leases.take(usual)) return usual;
    const own = usual.replace(/\.part$/, `-${randomBytes(6).toString('hex')}.part`);
    await this.leases.take(own);
    return own;
  }

  /** A part that stays for a later process. */
  async leave(path: string): Promise<void> {
    await this.leases.release(path);
  }

  close(): void {
    this.leases.close();
  }

  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
  }

  /**
   * What is there of this very file: its bytes so far and its whole size. Undefined when there is nothing to go on with.
   * @param wanted `total` undefined: the source does not say before it is asked
   */
  async resumable(path: string, wanted: Pick<PartNote, 'sourceProvider' | 'sourceId' | 'container' | 'total'>): Promise<{ size: number; total: number } | undefined> {
    const known = await this.note(path);
    if (known?.total === undefined || (wanted.total !== undefined && wanted.total !== known.total)) return undefined;
    if ((['sourceProvider', 'sourceId', 'container'] as const).some((field) => known[field] !== wanted[field])) return undefined;
    const size = (await stat(path).catch(() => undefined))?.size ?? 0;
    return size > sniffBytes && size <= known.total ? { size, total: known.total } : undefined;
  }

  async writeNote(path: string, note: PartNote): Promise<void> {
    await writeAtomic(`${path}.json`, JSON.stringify(note));
  }

  /** Notes that an unfinished file is to be kept for longer than its note says. */
  async raise(path: string, storage: PartNote['storage']): Promise<void> {
    const known = await this.note(path);
    if (known) await this.writeNote(path, { ...known, storage });
  }

  async remove(path: string): Promise<void> {
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
    await this.leases.release(path);
  }

  /** At start: notes of what was interrupted. Everything else in the folder that no living instance holds is left over and goes. */
  async recover(): Promise<Left> {
    await this.prepare();
    const names = await readdir(this.folder);
    const parts = new Set(names.map((name) => /^[^.]+\.part/.exec(name)?.[0] ?? name));
    const notes: PartNote[] = [];
    let held = false;
    for (const part of parts) {
      const path = join(this.folder, part);
      if (await this.leases.isHeld(path)) {
        held = true;
        continue;
      }
      const note = names.includes(part) ? await this.note(path) : undefined;
      const usual = note && this.path(`${note.provider}:${note.id}`) === path;
      if (usual) notes.push(note);
      const gone = names.filter((name) => name.startsWith(part) && !(usual && (name === part || name === `${part}.json`)));
      await Promise.all(gone.map((name) => rm(join(this.folder, name), { force: true, recursive: true })));
    }
    return { notes, held };
  }

  private async note(path: string): Promise<PartNote | undefined> {
    try {
      return noteSchema.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
