import { looksExternal, parseExternalId } from '../core/external-id.js';
import type { Tracks } from '../store/tracks.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { SubsonicError } from './envelope.js';

/**
 * What only the backend itself can do with its own files: shares and its loudspeakers. Calls pass untouched unless they name external
 * songs; of those the ones the library has scanned since are named to the backend as its own, and others are refused by name
 * (music-proxy spec §2.4, §5.8).
 */
export class LibraryOnlyEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly tracks: Tracks,
  ) {}

  table(): EndpointTable {
    return { createshare: (call) => this.translated(call), jukeboxcontrol: (call) => this.translated(call) };
  }

  private async translated(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const ids = call.parameters.all('id');
    if (!ids.some(looksExternal)) return 'relay';
    await this.gate.admit(call);
    const own = await Promise.all(ids.map(async (text) => (looksExternal(text) ? await this.inLibrary(text) : text)));
    const envelope = await this.backend.ask(call, { id: own }).catch((error: unknown) => {
      throw backendFault(error);
    });
    call.send(envelope);
    return 'answered';
  }

  /** @throws SubsonicFault when the library does not have it */
  private async inLibrary(text: string): Promise<string> {
    const id = parseExternalId(text);
    const track = id?.kind === 'song' ? await this.tracks.find(id) : null;
    if (track?.backendItemId == null) throw new SubsonicFault(SubsonicError.notFound, `${text.slice(0, 100)} is not in the library yet`);
    return track.backendItemId;
  }
}
