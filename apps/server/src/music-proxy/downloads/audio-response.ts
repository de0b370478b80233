import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentDisposition, sendFile } from '@rumpus/storage';
import { parseByteRange } from '../core/byte-range.js';
import { formatExternalId, type ExternalId } from '../core/external-id.js';
import { contentTypes, containerOf, type Container } from '../providers/provider.js';
import type { MusicTrack, Storage } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import type { Downloads } from './downloads.js';
import type { Opened } from './fetch.js';
import type { Job } from './job.js';
import type { Placement } from './placement.js';

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
  readonly signal: AbortSignal;
}

/** Answers requests for external audio: from disk, from the file that is still growing, or straight from the source for a far seek. */
export class AudioResponse {
  constructor(
    private readonly downloads: Downloads,
    private readonly tracks: Tracks,
    private readonly placement: Placement,
  ) {}

  /** @throws DomainError while nothing has been sent */
  async send(request: AudioRequest): Promise<void> {
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

  private async sendStored(request: AudioRequest, track: MusicTrack): Promise<void> {
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
    const { container, size } = resolved.source;
    res.setHeader('Content-Type', contentTypes[container]);
    if (size !== undefined) {
      res.setHeader('Content-Length', size);
      res.setHeader('Accept-Ranges', 'bytes');
    }
    res.writeHead(200).end();
  }

  private async sendGrowing(request: AudioRequest, job: Job): Promise<void> {
    const { req, res, id, attachment, signal } = request;
    job.listen(request.listener);
    const opened = await unlessAborted(job.opened, signal);
    res.setHeader('Content-Type', contentTypes[opened.container]);
    res.setHeader('X-Content-Type-Options', 'nosniff');
    if (attachment) res.setHeader('Content-Disposition', contentDisposition('attachment', `${formatExternalId(id)}.${opened.container}`));
    const part = this.part(req, res, id, opened);
    if (!part) return;
    if (req.method === 'HEAD') return void res.end();
    const far = opened.total !== undefined && opened.seekable && part.start > opened.file.written + directFromBytes;
    const bytes = far && !opened.file.isComplete ? this.fromSource(id, opened, part, signal) : opened.file.read(part.start, part.end, signal);
    await pump(bytes, res, signal);
  }

  /** Writes the head of the answer; undefined when that was all of it. */
  private part(req: IncomingMessage, res: ServerResponse, id: ExternalId, { total }: Opened): { start: number; end: number | undefined } | undefined {
    if (total === undefined) {
      res.writeHead(200, { 'Accept-Ranges': 'none' });
      return { start: 0, end: undefined };
    }
    // The raw bytes never change, but the tagged file that follows differs: the tag tells a client that resumes which one it has.
    const etag = `"${createHash('sha256').update(formatExternalId(id)).digest('hex').slice(0, 16)}-raw"`;
    const conditional = req.headers['if-range'];
    const range = conditional === undefined || conditional === etag ? parseByteRange(req.headers.range, total) : { kind: 'whole' as const };
    const shared = { 'Accept-Ranges': 'bytes', ETag: etag };
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

  private async *fromSource(id: ExternalId, opened: Opened, part: { start: number; end: number | undefined }, signal: AbortSignal): AsyncGenerator<Buffer> {
    const { provider, source } = opened.resolved;
    let left = (part.end ?? 0) - part.start + 1;
    const open = async (from: typeof source) => {
      if (from.kind !== 'http' || !provider.openAudio) throw new Error('This source cannot be read from the middle');
      return await provider.openAudio(from, part.start, signal);
    };
    // Addresses expire; the second attempt has a fresh one.
    const answer = await open(source).catch(async () => await open((await this.downloads.resolve(id, signal))?.source ?? source));
    try {
      if (answer.status !== 206 || !answer.headers['content-range']?.startsWith(`bytes ${part.start}-`)) {
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
