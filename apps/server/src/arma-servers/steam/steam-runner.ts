import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import type { JobContext } from '@rumpus/queue';
import { GuardCodes } from './guard-codes.js';
import { PASSING, SteamFault } from './steam-fault.js';
import type { SteamProgress } from './steam-job.js';
import type { SteamEvent } from './steam-output.js';
import { runSteam } from './steam-session.js';
import { ServerSettings } from '../settings/server-settings.js';

const TRIES = 5;
const GUARD_TRIES = 3;
const SPARE_BYTES = 512 * 1024 * 1024;

/** One thing to be done with steamcmd, over as many runs of it as that takes. */
export interface SteamTask {
  installDir: string;
  /** What is left to do, asked before each run; none = done. */
  commands: () => readonly string[];
  onEvent: (event: SteamEvent) => void;
  /** Why a run that ended by itself did not do it, if so. */
  fault: () => SteamFault | undefined;
  show: (change: Partial<SteamProgress>) => void;
}

/** Runs steamcmd until a task is done: what timed out goes on where it was. */
@Injectable()
export class SteamRunner {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly live: ServerSettings,
    private readonly codes: GuardCodes,
  ) {}

  /** Where workshop downloads go. */
  get folder(): string {
    return this.config.servers.steamDir;
  }

  get user(): string {
    return this.config.servers.steamUser;
  }

  /** @throws SteamFault `DISK_FULL` unless so many bytes fit, with something to spare */
  async assertRoom(folder: string, bytes: number): Promise<void> {
    const disk = await statfs(folder).catch(() => undefined);
    if (disk === undefined || disk.bavail * disk.bsize >= bytes + SPARE_BYTES) return;
    throw new SteamFault('DISK_FULL', `${String(Math.ceil(bytes / 1e6))} MB are needed, ${String(Math.floor((disk.bavail * disk.bsize) / 1e6))} MB are free`);
  }

  /** @throws SteamFault when it can't be done, or not after several tries */
  async run(task: SteamTask, context: JobContext): Promise<void> {
    let guard: string | undefined;
    let guardTries = 0;
    for (let attempt = 1; ; attempt += 1) {
      const commands = task.commands();
      if (commands.length === 0) return;
      if (attempt > 1) task.show({ attempt });
      const fault = await this.once(task, commands, guard, context);
      guard = undefined;
      if (fault === undefined) {
        const left = task.commands().length;
        if (left === 0) return;
        // What got further may go on; only tries that bring nothing are counted.
        if (left < commands.length) attempt = 0;
        if (attempt >= TRIES) throw task.fault() ?? new SteamFault('ENDED_EARLY');
      } else if (fault.code === 'GUARD_WRONG' && guardTries < GUARD_TRIES) {
        guardTries += 1;
        attempt -= 1;
        guard = await this.askForCode(task, context);
      } else if (!PASSING.has(fault.code) || attempt >= TRIES) {
        throw fault;
      }
    }
  }

  private async once(task: SteamTask, commands: readonly string[], guard: string | undefined, context: JobContext): Promise<SteamFault | undefined> {
    const { steamcmd, steamUser: user, steamPassword: password } = this.live.values;
    task.show({ phase: 'logging_in' });
    try {
      await runSteam({
        program: steamcmd,
        commands,
        installDir: task.installDir,
        account: { user, password },
        pidFile: join(this.folder, 'steamcmd.pid.json'),
        signal: context.signal,
        guard,
        guardCode: () => this.askForCode(task, context),
        onEvent: (event) => {
          if (event.kind === 'prompt' && event.asks === 'confirmation') task.show({ phase: 'waiting_for_confirmation' });
          if (event.kind === 'logged-in') task.show({ phase: 'downloading' });
          task.onEvent(event);
        },
        onLine: (line) => context.log(line),
      });
      const fault = task.fault();
      return fault !== undefined && !PASSING.has(fault.code) ? fault : undefined;
    } catch (error) {
      if (error instanceof SteamFault) return error;
      throw error;
    }
  }

  private async askForCode(task: SteamTask, context: JobContext): Promise<string> {
    task.show({ phase: 'waiting_for_guard' });
    const code = await this.codes.wait(context.id, context.signal);
    task.show({ phase: 'logging_in' });
    return code;
  }
}
