import { setTimeout as delay } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { OutboundError, backoffMs, type StreamAnswer } from '@rumpus/outbound';
import { notFound, unavailable } from '@rumpus/errors';
import type { Resolved } from '../catalogue/audio-resolver.js';
import type { Container } from '../providers/provider.js';
import { sniffBytes, sniffContainer } from './audio-sniff.js';
import type { Begun } from './follower.js';
import { GrowingFile } from './growing-file.js';
import type { PartNote, PartStore } from './part-store.js';

/** What the reading side needs to know before the first byte. */
export interface Opened {
  readonly file: GrowingFile;
  /** Bytes of the whole file, undefined when the source does not say. */
  readonly total: number | undefined;
  readonly container: Container;
  /** Undefined when another instance fetches it. */
  readonly resolved?: Resolved;
  /** Whether other parts can be had from the source directly. */
  readonly seekable: boolean;
}

/** What was fetched here. */
export type Fetched = Opened & { readonly resolved: Resolved };

const maxResumes = 5;

/**
 * Fetches one file into a part file, going on where it broke off: after a cut connection, with a fresh address since they expire, and
 * after a restart of the process.
 */
export class Fetch {
  private file: GrowingFile | undefined;
  private opened: Fetched | undefined;
  /** Size an earlier process noted for the part that is there. */
  private noted: number | undefined;
  private startOver = false;

  constructor(
    private readonly parts: PartStore,
    private readonly path: string,
    private readonly note: Pick<PartNote, 'provider' | 'id' | 'storage' | 'user'>,
    private readonly resolve: () => Promise<Resolved | undefined>,
    private readonly signal: AbortSignal,
    /** What another instance has left, already open and read here: it is gone on with in the same file. */
    private readonly begun?: Begun,
  ) {
    this.file = begun?.opened.file;
  }

  /**
   * Runs to the end.
   * @param onOpened called once, when the first bytes have proven to be audio
   * @throws DomainError or OutboundError; the part file then stays for a later attempt only if it can be gone on with
   */
  async run(onOpened: (opened: Opened) => void): Promise<Fetched> {
    await this.parts.prepare();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.attempt(onOpened);
      } catch (error) {
        const again = error instanceof OutboundError && (error.reason === 'cut' || error.reason === 'timeout' || error.reason === 'connect');
        if (!again || attempt >= maxResumes || this.signal.aborted) throw error;
        await delay(backoffMs(attempt), undefined, { signal: this.signal });
      }
    }
  }

  /** The file so far, for whoever has to close it. */
  get partFile(): GrowingFile | undefined {
    return this.file;
  }

  /** Whether the part can be gone on with. */
  get isResumable(): boolean {
    return this.opened?.seekable === true && this.opened.total !== undefined;
  }

  private async attempt(onOpened: (opened: Opened) => void): Promise<Fetched> {
    const resolved = await this.resolve();
    if (!resolved) throw notFound('No provider has the audio of this track');
    if (resolved.source.kind === 'file') return await this.copy(resolved, resolved.source.path, onOpened);
    if (this.begun && !this.opened) await this.goOn(this.begun, resolved);
    const from = this.file?.written ?? (await this.earlier(resolved));
    const answer = await this.request(resolved, from);
    try {
      return await this.consume(resolved, answer, from, onOpened);
    } catch (error) {
      answer.body.on('error', () => undefined).destroy();
      throw error;
    }
  }

  private async goOn({ opened, note }: Begun, resolved: Resolved): Promise<void> {
    if (note.sourceProvider !== resolved.provider.name || note.sourceId !== resolved.id || note.container !== resolved.source.container) throw unavailable('The source of the track has changed');
    this.opened = { ...opened, resolved };
    await this.parts.writeNote(this.path, note);
  }

  /** A file on this machine: nothing to fetch, but a copy is what is kept. */
  private async copy(resolved: Resolved, path: string, onOpened: (opened: Opened) => void): Promise<Fetched> {
    const { size: total } = await stat(path);
    const file = (this.file = await GrowingFile.open(this.path, 0));
    const opened = { file, total, container: resolved.source.container, resolved, seekable: false };
    for await (const chunk of createReadStream(path, { signal: this.signal })) await file.append(chunk as Buffer);
    await file.complete();
    onOpened(opened);
    return opened;
  }

  private async earlier(resolved: Resolved): Promise<number> {
    if (this.startOver) return 0;
    const { size: total, container } = resolved.source;
    const part = await this.parts.resumable(this.path, { sourceProvider: resolved.provider.name, sourceId: resolved.id, container, total });
    this.noted = part?.total;
    return part?.size ?? 0;
  }

  private async request(resolved: Resolved, from: number): Promise<StreamAnswer> {
    const { provider, source } = resolved;
    if (source.kind !== 'http' || !provider.openAudio) throw notFound('No provider has the audio of this track');
    const complete = from > 0 && from === (this.opened?.total ?? this.noted ?? source.size);
    return await provider.openAudio(source, complete ? from - 1 : from, this.signal);
  }

  private async consume(resolved: Resolved, answer: StreamAnswer, asked: number, onOpened: (opened: Opened) => void): Promise<Fetched> {
    const from = answer.status === 206 ? rangeStart(answer) : 0;
    if (from === undefined || from > asked) throw new OutboundError('content', `${resolved.provider.label} sent another part than asked for`);
    const total = totalOf(answer) ?? this.opened?.total;
    this.demandSameFile(resolved, total);
    // A whole answer starts over; a part may begin before what was asked, when only the proof was missing that everything is there.
    this.file ??= await GrowingFile.open(this.path, answer.status === 206 ? asked : 0);
    let skip = this.file.written - from;
    let head = Buffer.alloc(0);
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        const fresh = skip >= chunk.length ? chunk.subarray(chunk.length) : chunk.subarray(skip);
        skip = Math.max(0, skip - chunk.length);
        if (this.opened || this.file.written > 0) {
          await this.write(fresh, resolved, answer, total, onOpened);
        } else {
          head = Buffer.concat([head, fresh]);
          if (head.length < sniffBytes) continue;
          await this.write(head, resolved, answer, total, onOpened);
          head = Buffer.alloc(0);
        }
      }
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      if ((error as NodeJS.ErrnoException).syscall === 'write' || (error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
      if (error instanceof OutboundError || (error as Error).name === 'DomainError') throw error;
      throw new OutboundError('cut', `${resolved.provider.label} broke off`, { cause: error });
    }
    if (head.length > 0) await this.write(head, resolved, answer, total, onOpened);
    return await this.finish(resolved, total);
  }

  private demandSameFile(resolved: Resolved, total: number | undefined): void {
    if (this.opened && total !== this.opened.total) throw unavailable('The source changed the file in the middle of it');
    if (this.opened || this.noted === undefined || this.noted === total) return;
    this.startOver = true;
    throw new OutboundError('cut', `${resolved.provider.label} has another file by now`);
  }

  private async write(chunk: Buffer, resolved: Resolved, answer: StreamAnswer, total: number | undefined, onOpened: (opened: Opened) => void): Promise<void> {
    const file = this.file;
    if (!file || (chunk.length === 0 && (this.opened || file.written === 0))) return;
    if (total !== undefined && file.written + chunk.length > total) throw new OutboundError('content', `${resolved.provider.label} sent more than it announced`);
    const container = this.opened?.container ?? sniffContainer(file.written > 0 ? await file.head(sniffBytes) : chunk, resolved.source.container);
    if (!container) throw new OutboundError('content', `${resolved.provider.label} sent something that is no audio`);
    await file.append(chunk);
    if (this.opened) return;
    const seekable = answer.status === 206 || /\bbytes\b/i.test(answer.headers['accept-ranges'] ?? '');
    this.opened = { file, total, container, resolved, seekable };
    // The note is for a later process and waits for the disk: nobody who listens has to.
    onOpened(this.opened);
    await this.parts.writeNote(this.path, { ...this.note, sourceProvider: resolved.provider.name, sourceId: resolved.id, container: resolved.source.container, total });
  }

  private async finish(resolved: Resolved, total: number | undefined): Promise<Fetched> {
    const { opened, file } = this;
    if (!opened || !file) throw new OutboundError('content', `${resolved.provider.label} sent nothing`);
    if (total !== undefined && file.written < total) throw new OutboundError('cut', `${resolved.provider.label} broke off`);
    const md5 = resolved.source.kind === 'http' ? resolved.source.md5 : undefined;
    if (md5 !== undefined && (await md5Of(this.path)) !== md5.toLowerCase()) throw new OutboundError('content', `${resolved.provider.label} sent a damaged file`);
    await file.complete();
    return opened;
  }
}

/** The whole size an answer speaks of. */
function totalOf(answer: StreamAnswer): number | undefined {
  if (answer.status !== 206) return answer.length;
  const total = /\/(\d{1,15})$/.exec(answer.headers['content-range'] ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

function rangeStart(answer: StreamAnswer): number | undefined {
  const start = /^bytes (\d{1,15})-/.exec(answer.headers['content-range'] ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
