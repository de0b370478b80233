import { createHash } from 'node:crypto';
import type { AudioResponse } from '../downloads/audio-response.js';
import type { Covers } from '../covers/covers.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';

/** Audio and pictures of external items (music-proxy spec §2.4). */
export class MediaEndpoints {
  constructor(
    private readonly gate: CredentialGate,
    private readonly audio: AudioResponse,
    private readonly covers: Covers,
  ) {}

  table(): EndpointTable {
    return { stream: this.play(false), download: this.play(true), getcoverart: (call) => this.cover(call) };
  }

  private play(attachment: boolean): Endpoint {
    return async (call) => {
      const id = call.externalId();
      if (!id) return 'relay';
      await this.gate.admit(call);
      const { req, res, user, signal } = call;
      await this.audio.send({ req, res, id: { ...id, kind: 'song' }, user, listener: listenerOf(call), attachment, signal });
      return 'answered';
    };
  }

  private async cover(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    await this.gate.admit(call);
    const size = call.parameters.count('size', 0, 4000);
    const picture = await this.covers.get(id, size, call.signal);
    const etag = `"${picture.hash}"`;
    const headers = { ETag: etag, 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' };
    if (call.req.headers['if-none-match'] === etag) {
      call.res.writeHead(304, headers).end();
      return 'answered';
    }
    call.res.writeHead(200, { ...headers, 'Content-Type': picture.type, 'Content-Length': picture.body.length });
    call.res.end(call.req.method === 'HEAD' ? undefined : picture.body);
    return 'answered';
  }
}

/** The same player of the same user, as far as one can tell. */
function listenerOf({ req, user, parameters }: SubsonicCall): string {
  return createHash('sha256').update(JSON.stringify([user, parameters.get('c'), req.headers['user-agent'], req.socket.remoteAddress])).digest('base64url');
}
