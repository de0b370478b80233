import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
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
  /** The lease it was written under. */
  by: z.string().optional(),
  /** The finished file is in its place; the part is only there for those who still read it. */
  placed: z.boolean().optional(),
});

/** Someone who follows a part says so every few seconds; who has not for this long is gone. */
const followMs = 5000;
const followedMs = 15_000;

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
 * may share the folder: a part is only written, gone on with or removed by the one that holds its lease; the others may follow it.
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

  /** Where this process may write the part of a track; undefined while another one holds it. */
  async claim(key: string): Promise<string | undefined> {
    await this.prepare();
    return (await this.leases.take(this.path(key))) ? this.path(key) : undefined;
  }

  /** A place of our own for the part of a track which another instance fetches in a way that cannot be followed. */
  async claimApart(key: string): Promise<string> {
    const own = this.path(key).replace(/\.part$/, `-${randomBytes(6).toString('hex')}.part`);
    await this.leases.take(own);
    return own;
  }

  /** Whether a process that lives writes the part, or holds it for its listeners. */
  isHeld(path: string): Promise<boolean> {
    return this.leases.isHeld(path);
  }

  async isThere(path: string): Promise<boolean> {
    return await access(path).then(
      () => true,
      () => false,
    );
  }

  /** What its writer has noted, once that is true of the part that is there: an earlier one's note may be of another file. */
  async current(path: string): Promise<PartNote | undefined> {
    const [note, holder] = await Promise.all([this.note(path), this.leases.holder(path)]);
    return note?.by !== undefined && note.by === holder ? note : undefined;
  }

  /** Tells the writer that someone else reads along. */
  async follow(path: string): Promise<void> {
    const mark = `${path}.followed`;
    const info = await stat(mark).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs < followMs) return;
    const now = new Date();
    await utimes(mark, now, now).catch(async () => await writeFile(mark, ''));
  }

  /** Whether another instance reads along. */
  async isFollowed(path: string): Promise<boolean> {
    const info = await stat(`${path}.followed`).catch(() => undefined);
    return info !== undefined && Date.now() - info.mtimeMs < followedMs;
  }

  /** How long someone wants the file by now. */
  async wanted(path: string): Promise<PartNote['storage'] | undefined> {
    return (await this.note(path))?.storage;
  }

  /** Notes that the finished file is in its place. */
  async markPlaced(path: string): Promise<void> {
    const known = await this.note(path);
    if (known) await this.save(path, { ...known, placed: true });
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
    await this.save(path, { ...note, by: this.leases.mark });
  }

  /** Notes that an unfinished file is to be kept for longer than its note says. */
  async raise(path: string, storage: PartNote['storage']): Promise<void> {
    const known = await this.note(path);
    if (known) await this.save(path, { ...known, storage });
  }

  async remove(path: string): Promise<void> {
    await Promise.all([path, `${path}.json`, `${path}.followed`].map((name) => rm(name, { force: true })));
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
      const usual = note && note.placed !== true && this.path(`${note.provider}:${note.id}`) === path;
      if (usual) notes.push(note);
      const gone = names.filter((name) => name.startsWith(part) && !(usual && (name === part || name === `${part}.json`)));
      await Promise.all(gone.map((name) => rm(join(this.folder, name), { force: true, recursive: true })));
    }
    return { notes, held };
  }

  private async save(path: string, note: PartNote): Promise<void> {
    await writeAtomic(`${path}.json`, JSON.stringify(note));
  }

  private async note(path: string): Promise<PartNote | undefined> {
    try {
      return noteSchema.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
