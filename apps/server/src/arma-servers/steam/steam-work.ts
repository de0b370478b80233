import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { JobAborted, type JobContext, JobHandler, type PayloadOf } from '@rumpus/queue';
import { WorkshopMissions } from './workshop-missions.js';
import { WorkshopMods } from './workshop-mods.js';
import { SteamFault } from './steam-fault.js';
import { SteamFeed } from './steam-feed.js';
import { steamJob, type SteamProgress, type WorkshopItem } from './steam-job.js';
import type { SteamEvent } from './steam-output.js';
import { SteamRunner } from './steam-runner.js';

const GAME_SERVER = '233780';
const WORKSHOP = '107410';
const LOOK_MS = 1_000;

type Game = Extract<PayloadOf<typeof steamJob>, { kind: 'game' }>;

/** Does the jobs of steamcmd: the game's server program, mods and missions of the workshop. */
@Injectable()
export class SteamWork {
  constructor(
    private readonly runner: SteamRunner,
    private readonly mods: WorkshopMods,
    private readonly missions: WorkshopMissions,
    private readonly feed: SteamFeed,
  ) {}

  @JobHandler(steamJob)
  async run(work: PayloadOf<typeof steamJob>, context: JobContext): Promise<unknown> {
    let shown: SteamProgress = { phase: 'starting' };
    const show = (change: Partial<SteamProgress>): void => {
      shown = { ...shown, ...change };
      context.progress(shown);
      this.feed.progress(context.id, work, shown);
    };
    show({});
    try {
      if (work.kind === 'game') await this.game(work, show, context);
      else if (work.kind === 'mods') await this.items(work.items, work.validate, show, context, (item, path) => this.mods.downloaded(item, path));
      else await this.items([work.item], true, show, context, (item, path) => this.missions.downloaded(work.server_id, item, path, work.actor));
      if (work.kind === 'mods') await this.mods.restart(work.restart, work.actor);
      show({ phase: 'done', percent: 100 });
      this.feed.tell(context.id, work, 'completed');
      return null;
    } catch (error) {
      if (error instanceof SteamFault) show({ phase: 'failed', fault: error.code });
      this.tellEnd(context, work, error);
      throw error;
    }
  }

  /** What is stopped with its manager goes on after it: that is no end. */
  private tellEnd({ id, signal }: JobContext, work: PayloadOf<typeof steamJob>, error: unknown): void {
    const why = signal.reason instanceof JobAborted ? signal.reason.why : undefined;
    if (why === 'shutdown') return;
    if (why === 'cancelled') this.feed.tell(id, work, 'cancelled');
    else this.feed.tell(id, work, 'failed', error instanceof Error ? error.message : 'failed');
  }

  private async game({ install_dir: installDir, branch, validate }: Game, show: (change: Partial<SteamProgress>) => void, context: JobContext): Promise<void> {
    let done = false;
    let fault: SteamFault | undefined;
    await this.runner.run(
      {
        installDir,
        commands: () => (done ? [] : ['+app_update', GAME_SERVER, ...(branch === null ? [] : ['-beta', branch]), ...(validate ? ['validate'] : [])]),
        onEvent: (event) => {
          if (event.kind === 'progress') show({ phase: event.phase.startsWith('download') ? 'downloading' : 'installing', percent: event.percent, current: event.phase });
          else if (event.kind === 'app-done') done = true;
          else if (event.kind === 'app-failed') fault = new SteamFault(event.code, event.reason);
        },
        fault: () => (done ? undefined : fault),
        show,
      },
      context,
    );
  }

  /** Downloads items one after the other; a bad one does not keep the others from being taken in. */
  private async items(items: readonly WorkshopItem[], validate: boolean, show: (change: Partial<SteamProgress>) => void, context: JobContext, take: (item: WorkshopItem, path: string) => Promise<void>): Promise<void> {
    await this.runner.assertRoom(this.runner.folder, items.reduce((sum, { size_bytes: size }) => sum + (size ?? 0), 0));
    const list = new ItemList(items, this.runner.folder, show);
    const before = await this.contents(items);
    const watch = setInterval(() => void list.measure(), LOOK_MS);
    try {
      await this.runner.run(
        {
          installDir: this.runner.folder,
          commands: () => list.left().flatMap(({ id }) => ['+workshop_download_item', WORKSHOP, id, ...(validate ? ['validate'] : [])]),
          onEvent: (event) => list.hear(event),
          fault: () => list.passing,
          show,
        },
        context,
      ).catch((error: unknown) => {
        if (!(error instanceof SteamFault) || list.done.size === 0) throw error;
        list.giveUp(error);
      });
    } finally {
      clearInterval(watch);
    }
    const after = await this.contents(items);
    show({ phase: 'installing', changed: items.map(({ id }) => id).filter((id) => before.get(id) !== after.get(id)) });
    for (const item of items) {
      const path = list.done.get(item.id);
      if (path !== undefined) await take(item, path);
    }
    const [bad] = list.bad;
    if (bad !== undefined) throw new SteamFault(bad[1].code, [...list.bad].map(([id, { detail }]) => `${id}: ${detail}`).join(', '));
  }

  /** What lies in the folders of items now. A job that went on after its manager ended compares with what it had fetched until then. */
  private async contents(items: readonly WorkshopItem[]): Promise<Map<string, string>> {
    const all = items.map(async ({ id }): Promise<[string, string]> => [id, await contentOf(join(this.runner.folder, 'steamapps', 'workshop', 'content', WORKSHOP, id))]);
    return new Map(await Promise.all(all));
  }
}

/** Which items are there, which are to come, and how far the one in hand is. */
class ItemList {
  readonly done = new Map<string, string>();
  readonly bad = new Map<string, SteamFault>();
  /** The last failure that is no verdict: the next run goes on. */
  passing: SteamFault | undefined;
  private current: string | undefined;

  constructor(
    private readonly items: readonly WorkshopItem[],
    private readonly folder: string,
    private readonly show: (change: Partial<SteamProgress>) => void,
  ) {}

  left(): WorkshopItem[] {
    return this.items.filter(({ id }) => !this.done.has(id) && !this.bad.has(id));
  }

  hear(event: SteamEvent): void {
    if (event.kind === 'item-begun') this.current = event.id;
    else if (event.kind === 'item-done') this.done.set(event.id, event.path);
    else if (event.kind === 'item-failed') this.fail(event.id, new SteamFault(event.code, event.reason));
    else return;
    const named = this.items.find(({ id }) => id === this.current);
    this.show({ phase: 'downloading', items: { done: this.done.size, total: this.items.length }, ...(named === undefined ? {} : { current: named.title ?? named.id }), ...this.percent(0) });
  }

  private fail(id: string, fault: SteamFault): void {
    if (fault.code === 'TIMEOUT' || fault.code === 'NO_CONNECTION') this.passing = fault;
    else this.bad.set(id, fault);
  }

  giveUp(fault: SteamFault): void {
    for (const { id } of this.left()) this.bad.set(id, fault);
  }

  /** steamcmd tells nothing while it downloads an item, but the files grow. */
  async measure(): Promise<void> {
    const { current } = this;
    if (current === undefined || this.done.has(current)) return;
    const bytes = await sizeOf(join(this.folder, 'steamapps', 'workshop', 'downloads', WORKSHOP, current));
    if (bytes > 0 && current === this.current) this.show(this.percent(bytes));
  }

  private percent(bytesOfCurrent: number): { percent?: number } {
    const total = this.items.reduce((sum, { size_bytes: size }) => sum + (size ?? 0), 0);
    if (total === 0) return { percent: Math.round((100 * this.done.size) / this.items.length) };
    const there = this.items.filter(({ id }) => this.done.has(id)).reduce((sum, { size_bytes: size }) => sum + (size ?? 0), 0);
    return { percent: Math.min(99, Math.round((100 * (there + bytesOfCurrent)) / total)) };
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name)).then(({ size }) => size, () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Names, sizes and times of the files in a folder: the same text as long as nothing of it changes. */
async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const facts = await Promise.all(files.map((path) => stat(path).then(({ size, mtimeMs }) => `${path}|${String(size)}|${String(mtimeMs)}`, () => path)));
  return createHash('sha256').update(facts.sort().join('\n')).digest('hex');
}
