import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { unavailable } from '@rumpus/errors';
import type { Container } from '../providers/provider.js';
import type { Conversion } from './conversion.js';
import { GrowingFile } from './growing-file.js';
import { Slots } from './slots.js';

/** Where the sound comes from: a file, or bytes that still come. */
export type SoundInput = string | (() => AsyncIterable<Buffer>);

/** Converted sound, which may still grow. */
export interface Converted {
  readonly file: GrowingFile;
  readonly container: Container;
}

export interface TranscoderOptions {
  /** Milliseconds converted sound is kept after its last use. */
  readonly keepMs: number;
}

interface Made extends Converted {
  lastUse: number;
  ended: boolean;
  readonly path: string;
  readonly stop: () => void;
}

/** How each format is written. */
const encoders: Readonly<Partial<Record<Container, readonly string[]>>> = {
  mp3: ['-c:a', 'libmp3lame', '-f', 'mp3'], opus: ['-c:a', 'libopus', '-f', 'opus'], ogg: ['-c:a', 'libvorbis', '-f', 'ogg'], aac: ['-c:a', 'aac', '-f', 'adts'], flac: ['-c:a', 'flac', '-f', 'flac'],
  wav: ['-c:a', 'pcm_s16le', '-f', 'wav'],
};
/** A conversion nobody has read from for this long is stopped. */
const abandonedMs = 15_000;
const tickMs = 5000;
/** Whoever waits longer for a free processor than this gets an error; the player asks again. */
const queueMs = 20_000;
const fault = (): Error => unavailable('The sound could not be converted');

/**
 * Converts sound with ffmpeg while it is being heard; the same conversion is made once, for all who want it, and kept for a while
 * (music-proxy spec §2.4, §5.5). Files lie in a folder of their own, which is emptied at the start.
 */
export class Transcoder {
  private readonly made = new Map<string, Promise<Made>>();
  private readonly slots: Slots;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly options: TranscoderOptions,
  ) {
    const total = Math.max(2, availableParallelism());
    this.slots = new Slots({ total, perProvider: total, perOwner: Math.max(1, total - 1) });
  }

  /** Empties the folder. */
  async start(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * @param of names the sound, and the part of it
   * @returns once the first bytes are there
   * @throws DomainError `unavailable` when ffmpeg cannot do it
   */
  async open(of: { key: string; user: string; offset: number }, input: SoundInput, to: Conversion): Promise<Converted> {
    const key = JSON.stringify([of.key, to.container, to.bitrate, of.offset]);
    let making = this.made.get(key);
    if (!making) {
      making = this.make(key, of, input, to);
      this.made.set(key, making);
      making.catch(() => this.made.delete(key));
    }
    const made = await making;
    made.lastUse = Date.now();
    return made;
  }

  /** Ends what runs and removes what was made. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    const all = await Promise.allSettled(this.made.values());
    for (const one of all) if (one.status === 'fulfilled') one.value.stop();
    this.made.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async make(key: string, { user, offset }: { user: string; offset: number }, input: SoundInput, to: Conversion): Promise<Made> {
    const giveBack = await this.slots.take({ provider: 'ffmpeg', owner: user, interactive: true }, AbortSignal.timeout(queueMs)).catch(() => {
      throw unavailable('Too much sound is being converted');
    });
    const path = join(this.folder, createHash('sha256').update(key).digest('hex').slice(0, 40));
    let file: GrowingFile | undefined;
    try {
      await mkdir(this.folder, { recursive: true });
      file = await GrowingFile.open(path, 0);
      const child = run(input, to, offset);
      const made: Made = { file, container: to.container, path, lastUse: Date.now(), ended: false, stop: () => void child.kill('SIGKILL') };
      const ended = this.pour(made, child).finally(giveBack);
      ended.catch(() => this.drop(key, made));
      await Promise.race([firstBytes(file), ended]);
      this.watch();
      return made;
    } catch (error) {
      giveBack();
      await file?.close();
      await rm(path, { force: true });
      throw (error as { name?: string }).name === 'DomainError' ? error : fault();
    }
  }

  private async pour(made: Made, child: ChildProcess): Promise<void> {
    const code = once(child, 'close').then(([status]) => status as number | null, () => null);
    try {
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) await made.file.append(chunk);
      if ((await code) !== 0 || made.file.written === 0) throw fault();
      await made.file.complete();
    } catch (error) {
      child.kill('SIGKILL');
      made.file.fail(fault());
      throw error;
    } finally {
      made.ended = true;
    }
  }

  /** Stops what nobody hears any more, and removes what nobody has asked for lately. */
  private watch(): void {
    this.timer ??= setInterval(() => {
      for (const [key, making] of this.made) void making.then((made) => this.tidy(key, made), () => undefined);
      if (this.made.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    }, tickMs).unref();
  }

  private tidy(key: string, made: Made): void {
    if (made.file.readers > 0) made.lastUse = Date.now();
    const idle = Date.now() - made.lastUse;
    if (idle >= (made.ended ? this.options.keepMs : abandonedMs)) this.drop(key, made);
  }

  private drop(key: string, made: Made): void {
    this.made.delete(key);
    made.stop();
    void made.file.close().finally(() => void rm(made.path, { force: true }));
  }
}

function run(input: SoundInput, { container, bitrate }: Conversion, offset: number): ChildProcess {
  const from = typeof input === 'string' ? input : 'pipe:0';
  const child = spawn(
    'ffmpeg',
    [
      '-nostdin', '-v', 'error', ...(offset > 0 ? ['-ss', String(offset)] : []), '-i', from, '-map', '0:a:0', '-map_metadata', '0', ...(encoders[container] ?? []),
      ...(bitrate === undefined ? [] : ['-b:a', `${bitrate}k`]), 'pipe:1',
    ],
    { stdio: [typeof input === 'string' ? 'ignore' : 'pipe', 'pipe', 'ignore'] },
  );
  child.on('error', () => undefined);
  if (typeof input !== 'string') void feed(child, input);
  return child;
}

/** Gives ffmpeg the bytes as they come; a source that breaks off ends it. */
async function feed(child: ChildProcess, input: () => AsyncIterable<Buffer>): Promise<void> {
  const { stdin } = child;
  if (!stdin) return;
  // It may have enough, or be stopped, before everything is there.
  stdin.on('error', () => undefined);
  try {
    for await (const chunk of input()) {
      if (stdin.destroyed) return;
      if (!stdin.write(chunk)) await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]);
    }
    stdin.end();
  } catch {
    child.kill('SIGKILL');
  }
}

async function firstBytes(file: GrowingFile): Promise<void> {
  for await (const chunk of file.read(0, 0, new AbortController().signal)) if (chunk.length > 0) return;
}
