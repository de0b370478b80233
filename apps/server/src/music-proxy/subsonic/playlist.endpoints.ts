import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, looksExternal, parseExternalId, type ExternalId } from '../core/external-id.js';
import type { Tracks } from '../store/tracks.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { SubsonicError } from './envelope.js';

/**
 * Playlists of the backend that are given external songs: each is replaced by the library's own item when the track has been downloaded
 * and scanned; otherwise the call is refused, naming the track, and nothing is changed (music-proxy spec §2.4).
 */
export class PlaylistEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly tracks: Tracks,
  ) {}

  table(): EndpointTable {
    return {
      createplaylist: (call) => this.translate(call, 'songId'),
      updateplaylist: (call) => this.translate(call, 'songIdToAdd'),
      deleteplaylist: (call) => this.refuseExternal(call, 'id'),
    };
  }

  private async translate(call: SubsonicCall, name: string): Promise<'answered' | 'relay'> {
    await this.refuseExternal(call, 'playlistId');
    const ids = call.parameters.all(name);
    if (!ids.some(looksExternal)) return 'relay';
    await this.gate.admit(call);
    const local: string[] = [];
    for (const id of ids) local.push(looksExternal(id) ? await this.localItem(parseExternalId(id), call) : id);
    call.send(
      await this.backend.ask(call, { [name]: local }).catch((error: unknown) => {
        throw backendFault(error);
      }),
    );
    return 'answered';
  }

  /** Playlists of providers are not the user's to change. */
  private async refuseExternal(call: SubsonicCall, name: string): Promise<'relay'> {
    if (!call.parameters.all(name).some(looksExternal)) return 'relay';
    await this.gate.admit(call);
    throw new SubsonicFault(SubsonicError.notAuthorised, 'A playlist of a provider cannot be changed');
  }

  private async localItem(id: ExternalId | undefined, call: SubsonicCall): Promise<string> {
    const track = id && (await this.tracks.find(id));
    if (track?.backendItemId != null) return track.backendItemId;
    const song = id && (await this.catalogue.song(id, call.signal).catch(() => undefined));
    throw new SubsonicFault(SubsonicError.notFound, `"${song?.title ?? (id ? formatExternalId(id) : 'This song')}" is not in the library yet; star it first`);
  }
}
