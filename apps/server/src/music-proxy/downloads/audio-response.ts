import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentDisposition, sendFile } from '@rumpus/storage';
import { parseByteRange } from '../core/byte-range.js';
import type { Resolved } from '../catalogue/audio-resolver.js';
import { formatExternalId, type ExternalId } from '../core/external-id.js';
import { contentTypes, containerOf, type AudioFacts, type Container } from '../providers/provider.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import { asksForConversion, conversionOf, type Conversion, type Wish } from './conversion.js';
import type { Downloads } from './downloads.js';
import type { Opened } from './fetch.js';
import type { Job } from './job.js';
import type { Placement } from './placement.js';
import type { SoundInput, Transcoder } from './transcoder.js';

/** A seek this far beyond what has been downloaded asks the source itself instead of waiting. */
const directFromBytes = 256 * 1024;

/** Who asks for audio, and how. */
export interface AudioRequest {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly id: ExternalId;
  readonly user: string;
  /** One play session: the same player of the same user. */
  readonly listener: string;
  readonly attachment: boolean;
  /** Whether it is heard, or only fetched ahead. */
  readonly purpose: 'play' | 'ahead';
  /** Where a new download goes; the settings' place when left out. */
  readonly storage: Storage | undefined;
  /** What the player can take; the file as it is when left out. */
  readonly wish?: Wish;
  readonly signal: AbortSignal;
}

/** Sound that can be converted. */
interface Sound {
  readonly facts: AudioFacts;
  readonly input: SoundInput;
  /** Called when it is no longer read. */
  readonly left: () => void;
}

/** Answers requests for external audio: from disk, from the file that is still growing, or straight from the source for a far seek. */
export class AudioResponse {
  /** How often sound came from where. */
  readonly answers = { disk: 0, source: 0, converted: 0 };

  constructor(
    private readonly downloads: Downloads,
    private readonly tracks: Tracks,
    private readonly placement: Placement,
    /** Undefined when nothing is converted here. */
    private readonly transcoder: () => Promise<Transcoder | undefined>,
  ) {}

  /** @throws DomainError while nothing has been sent */
  async send(request: AudioRequest): Promise<void> {
    if (request.wish && (await this.sendLesser(request, request.wish))) return;
    const transcoder = request.wish && asksForConversion(request.wish) ? await this.transcoder() : undefined;
    if (transcoder && request.wish && (await this.convert(request, request.wish, transcoder))) return;
    const running = this.downloads.running(request.id);
    if (running?.serves(request.listener) === true) return await this.sendGrowing(request, running);
    const track = await this.downloads.stored(request.id);
    if (track) return await this.sendStored(request, track);
    if (request.req.method === 'HEAD' && !running) return await this.describe(request);
    const resolved = running ? undefined : await this.downloads.resolve(request.id, request.signal);
    if (resolved?.source.kind === 'file') return await this.sendLocal(request, resolved.source.path, resolved.source.container);
    const { user, purpose: reason, storage } = request;
    return await this.sendGrowing(request, this.downloads.start(request.id, { user, reason, ...(storage ? { storage } : {}) }, resolved));
  }

  /**
   * Has the provider send less, where that is all a player can take.
   * @returns false when there is something better at hand, or nothing less to be had
   */
  private async sendLesser(request: AudioRequest, wish: Wish): Promise<boolean> {
    const { id, user, listener, signal, purpose: reason } = request;
    // Who leaves out the beginning expects sound that is made for him; what is to stay is fetched whole.
    if (!asksForConversion(wish) || wish.offset > 0 || request.storage !== undefined) return false;
    const heard = this.downloads.heardLesser(id, listener);
    const found = heard ? undefined : await this.downloads.resolveLesser(id, wish, signal);
    if (!heard && !found) return false;
    if (found && request.req.method === 'HEAD') this.tell(request.res, found.resolved.source);
    else await this.sendGrowing(request, heard ?? this.downloads.start(id, { user, reason, storage: 'cache', lesser: found?.quality }, found?.resolved));
    return true;
  }

  /**
   * Sends the sound as the player can take it.
   * @returns false when it can take it as it is
   */
  private async convert(request: AudioRequest, wish: Wish, transcoder: Transcoder): Promise<boolean> {
    const { req, res, id, user, signal } = request;
    if (req.method === 'HEAD') {
      const facts = await this.factsOf(id, signal);
      const to = facts && conversionOf(wish, facts);
      if (to) res.writeHead(200, { 'Content-Type': contentTypes[to.container], 'Accept-Ranges': 'none' }).end();
      return to !== undefined;
    }
    const sound = await this.sound(request);
    try {
      const to = sound && conversionOf(wish, sound.facts);
      if (!sound || !to) return false;
      await this.sendConverted(request, wish, to, sound, transcoder, user);
      return true;
    } finally {
      sound?.left();
    }
  }

  private async sendConverted(request: AudioRequest, { offset }: Wish, to: Conversion, sound: Sound, transcoder: Transcoder, user: string): Promise<void> {
    const { req, res, id, signal } = request;
    const key = formatExternalId(id);
    this.answers.converted += 1;
    const { file, container } = await transcoder.open({ key, user, offset }, sound.input, to);
    signal.throwIfAborted();
    const shared = { 'Content-Type': contentTypes[container], 'X-Content-Type-Options': 'nosniff' };
    // While it grows nobody knows its length; a player that seeks then starts anew, with `timeOffset`.
    const part = file.isComplete ? partOf(req, res, `${key} ${JSON.stringify(to)} ${offset}`, file.written, shared) : { start: 0, end: undefined };
    if (!part) return;
    if (!file.isComplete) res.writeHead(200, { ...shared, 'Accept-Ranges': 'none' });
    await pump(file.read(part.start, part.end, signal), res, signal);
  }

  /** The sound of a track: from disk, from a file of the operator's, or as it comes. */
  private async sound(request: AudioRequest): Promise<Sound | undefined> {
    const { id, user, purpose: reason, storage, signal } = request;
    const track = await this.downloads.stored(id);
    if (track) {
      await this.tracks.touch(track.id);
      return { facts: storedFacts(track), input: await this.placement.absolute(track.path), left: this.downloads.reading(id) };
    }
    const running = this.downloads.running(id);
    const resolved = running ? undefined : await this.downloads.resolve(id, signal);
    if (resolved?.source.kind === 'file') return { facts: resolved.source, input: resolved.source.path, left: () => undefined };
    const job = this.downloads.start(id, { user, reason, ...(storage ? { storage } : {}) }, resolved);
    const opened = await unlessAborted(job.opened, signal);
    const facts: AudioFacts = { ...(opened.resolved?.source ?? (await this.factsOf(id, signal))), container: opened.container };
    // The index of this format may stand at its end, and ffmpeg cannot go back in bytes that come.
    if (opened.container === 'm4a') return { facts, input: await this.placement.absolute((await unlessAborted(job.finished, signal)).path), left: () => undefined };
    return { facts, input: () => opened.file.read(0, undefined, job.signal), left: () => undefined };
  }

  private async factsOf(id: ExternalId, signal: AbortSignal): Promise<AudioFacts | undefined> {
    const track = await this.downloads.stored(id);
    return track ? storedFacts(track) : (await this.downloads.resolve(id, signal))?.source;
  }

  private async sendStored(request: AudioRequest, track: MusicTrack): Promise<void> {
    this.answers.disk += 1;
    await this.tracks.touch(track.id);
    request.res.once('close', this.downloads.reading(request.id));
    await this.sendLocal(request, await this.placement.absolute(track.path), containerOf(track.container) ?? 'mp3');
  }

  private async sendLocal({ req, res, id, attachment }: AudioRequest, path: string, container: Container): Promise<void> {
    await sendFile(req, res, {
      path,
      fileName: `${formatExternalId(id)}.${container}`,
      disposition: attachment ? 'attachment' : 'inline',
      contentType: contentTypes[container],
      missing: 'No such song',
    });
  }

  /** HEAD for a track nobody plays yet: what would be sent, without downloading it. */
  private async describe({ res, id, signal }: AudioRequest): Promise<void> {
    const resolved = await this.downloads.resolve(id, signal);
    if (resolved?.source.kind !== 'http') return void res.writeHead(resolved ? 200 : 404).end();
    this.tell(res, resolved.source);
  }

  private tell(res: ServerResponse, { container, size }: AudioFacts): void {
    res.setHeader('Content-Type', contentTypes[container]);
    if (size !== undefined) {
      res.setHeader('Content-Length', size);
      res.setHeader('Accept-Ranges', 'bytes');
    }
    res.writeHead(200).end();
  }

  private async sendGrowing(request: AudioRequest, job: Job): Promise<void> {
    const { req, res, id, attachment, signal } = request;
    this.answers.source += 1;
    job.listen(request.listener);
    const opened = await unlessAborted(job.opened, signal);
    res.setHeader('Content-Type', contentTypes[opened.container]);
    res.setHeader('X-Content-Type-Options', 'nosniff');
    if (attachment) res.setHeader('Content-Disposition', contentDisposition('attachment', `${formatExternalId(id)}.${opened.container}`));
    const part = this.part(req, res, job.key, opened);
    if (!part) return;
    if (req.method === 'HEAD') return void res.end();
    const far = opened.total !== undefined && opened.seekable && part.start > opened.file.written + directFromBytes;
    const bytes = far && !opened.file.isComplete ? this.fromSource(job, opened, part, signal) : opened.file.read(part.start, part.end, signal);
    await pump(bytes, res, signal);
  }

  /** Writes the head of the answer; undefined when that was all of it. */
  private part(req: IncomingMessage, res: ServerResponse, key: string, { total }: Opened): { start: number; end: number | undefined } | undefined {
    if (total === undefined) {
      res.writeHead(200, { 'Accept-Ranges': 'none' });
      return { start: 0, end: undefined };
    }
    // The raw bytes never change, but the tagged file that follows differs: the tag tells a client that resumes which one it has.
    return partOf(req, res, key, total);
  }

  private async *fromSource({ id, lesser }: Job, opened: Opened, part: { start: number; end: number | undefined }, signal: AbortSignal): AsyncGenerator<Buffer> {
    let left = (part.end ?? 0) - part.start + 1;
    const open = async (from: Resolved | undefined) => {
      if (from?.source.kind !== 'http' || !from.provider.openAudio) throw new Error('This source cannot be read from the middle');
      return await from.provider.openAudio(from.source, part.start, signal);
    };
    // Addresses expire; the second attempt has a fresh one.
    const answer = await open(opened.resolved).catch(async () => await open(await this.downloads.resolve(id, signal, lesser && (() => lesser))));
    try {
      const range = answer.headers['content-range'] ?? '';
      if (answer.status !== 206 || !range.startsWith(`bytes ${part.start}-`) || !range.endsWith(`/${opened.total}`)) {
        yield* opened.file.read(part.start, part.end, signal);
        return;
      }
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        yield chunk.subarray(0, left);
        left -= chunk.length;
        if (left <= 0) return;
      }
    } finally {
      answer.body.on('error', () => undefined).destroy();
    }
  }
}

/** Writes the head of an answer whose length is known, whole or in part; undefined when that was all of it. */
function partOf(req: IncomingMessage, res: ServerResponse, key: string, total: number, more: Record<string, string> = {}): { start: number; end: number } | undefined {
  const etag = `"${createHash('sha256').update(key).digest('hex').slice(0, 16)}-raw"`;
  const conditional = req.headers['if-range'];
  const range = conditional === undefined || conditional === etag ? parseByteRange(req.headers.range, total) : { kind: 'whole' as const };
  const shared = { ...more, 'Accept-Ranges': 'bytes', ETag: etag };
  if (range.kind === 'unsatisfiable') {
    res.writeHead(416, { ...shared, 'Content-Range': `bytes */${total}` }).end();
    return undefined;
  }
  if (range.kind === 'whole') {
    res.writeHead(200, { ...shared, 'Content-Length': total });
    return { start: 0, end: total - 1 };
  }
  const { start, end } = range;
  res.writeHead(206, { ...shared, 'Content-Length': end - start + 1, 'Content-Range': `bytes ${start}-${end}/${total}` });
  return { start, end };
}

function storedFacts(track: MusicTrack): AudioFacts {
  return { container: containerOf(track.container) ?? 'mp3', ...(track.bitrate === null ? {} : { bitrate: track.bitrate }) };
}

/** Writes with back-pressure. A failure in the middle cuts the connection, which is the only honest way to say so. */
async function pump(bytes: AsyncIterable<Buffer>, res: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of bytes) if (!res.write(chunk)) await once(res, 'drain', { signal });
    res.end();
  } catch {
    res.destroy();
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const gone = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  return await Promise.race([promise, gone]).finally(() => signal.removeEventListener('abort', leave));
}
