import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '@rumpus/storage';
import { z } from 'zod';
import { sniffBytes } from './audio-sniff.js';

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

/** Unfinished downloads: `{downloads}/.partial/{key}.part` with a note beside each. No name in here comes from outside. */
export class PartStore {
  readonly folder: string;

  constructor(downloadPath: string) {
    this.folder = join(downloadPath, '.partial');
  }

  /** Where the part of a track goes. */
  path(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.part`);
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
  }

  /** At start: notes of what was interrupted. Everything else in the folder is left over and goes. */
  async recover(): Promise<PartNote[]> {
    await this.prepare();
    const notes: PartNote[] = [];
    const names = new Set(await readdir(this.folder));
    for (const name of names) {
      const isPart = name.endsWith('.part');
      const note = isPart && names.has(`${name}.json`) ? await this.note(join(this.folder, name)) : undefined;
      if (note) notes.push(note);
      else if (!(name.endsWith('.part.json') && names.has(name.slice(0, -5)))) await rm(join(this.folder, name), { force: true, recursive: true });
    }
    return notes;
  }

  private async note(path: string): Promise<PartNote | undefined> {
    try {
      return noteSchema.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
