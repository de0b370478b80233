import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, parseExternalId, type ExternalId } from '../core/external-id.js';
import type { Album, Artist, Song } from '../core/models.js';
import type { Keeper } from '../keeping/keeper.js';
import type { Favourites } from '../store/favourites.js';
import type { Ratings } from '../store/ratings.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';
import { listAt, objectAt, okEnvelope, SubsonicError, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { albumShape, artistShape, songShape } from './shapes.js';

const idNames = ['id', 'albumId', 'artistId'] as const;
/** Starred external items shown at most: each costs a look-up, though a cached one. */
const maxStarred = 500;

/** Stars and ratings: external ids are ours, the rest goes on to the backend in one call (music-proxy spec §2.4). */
export class AnnotationEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly keeper: Keeper,
    private readonly favourites: Favourites,
    private readonly ratings: Ratings,
    private readonly presenter: Presenter,
  ) {}

  table(): EndpointTable {
    return {
      star: this.annotate((call, ids) => this.keeper.star(call.user, ids)),
      unstar: this.annotate((call, ids) => this.keeper.unstar(call.user, ids)),
      setrating: this.annotate((call, ids) => this.ratings.set(call.user, ids.map(formatExternalId), starsOf(call))),
      getstarred: this.starred('starred'),
      getstarred2: this.starred('starred2'),
    };
  }

  private annotate(own: (call: SubsonicCall, ids: ExternalId[]) => Promise<void>): Endpoint {
    return async (call) => {
      const ids = Object.fromEntries(idNames.map((name) => [name, call.ids(name)])) as Record<(typeof idNames)[number], ReturnType<SubsonicCall['ids']>>;
      const external = idNames.flatMap((name) => ids[name].external);
      if (external.length === 0) return 'relay';
      const server = await this.gate.admit(call);
      await own(call, external);
      const local = idNames.some((name) => ids[name].local.length > 0);
      call.send(local ? await this.forLocal(call, ids) : okEnvelope(server));
      return 'answered';
    };
  }

  /** The same call with only the ids the backend knows. */
  private async forLocal(call: SubsonicCall, ids: Record<(typeof idNames)[number], { local: string[] }>) {
    const changes: Record<string, string[]> = Object.fromEntries(idNames.map((name) => [name, ids[name].local]));
    return await this.backend.ask(call, changes).catch((error: unknown) => {
      throw backendFault(error);
    });
  }

  /** The backend's list with the user's external stars behind it. */
  private starred(key: string): Endpoint {
    return async (call) => {
      if (this.catalogue.isEmpty) return 'relay';
      const envelope = await this.backend.ask(call).catch((error: unknown) => {
        throw backendFault(error);
      });
      this.gate.learn(call, envelope);
      if (envelope.status !== 'ok') {
        call.send(envelope);
        return 'answered';
      }
      const own = await this.ownStars(call);
      const list = objectAt(envelope, key);
      const merged = Object.fromEntries((['artist', 'album', 'song'] as const).map((sort) => [sort, [...listAt(list, sort), ...own[sort]]]));
      call.send({ ...envelope, [key]: { ...list, ...merged } });
      return 'answered';
    };
  }

  private async ownStars(call: SubsonicCall): Promise<Record<'artist' | 'album' | 'song', JsonObject[]>> {
    const rows = (await this.favourites.list(call.user)).slice(0, maxStarred);
    const found = await Promise.allSettled(rows.map(({ itemId }) => this.describe(parseExternalId(itemId), call.signal)));
    const items = found.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
    const songs = items.flatMap((item) => item.song ?? []);
    const albums = items.flatMap((item) => item.album ?? []);
    const artists = items.flatMap((item) => item.artist ?? []);
    const context = await this.presenter.context(call.user, { songs, albums, artists });
    return {
      song: songs.map((song) => songShape(song, context)),
      album: albums.map((album) => albumShape(album, context)),
      artist: artists.map((artist) => artistShape(artist, context)),
    };
  }

  private async describe(id: ExternalId | undefined, signal: AbortSignal): Promise<{ song?: Song | undefined; album?: Album | undefined; artist?: Artist | undefined } | undefined> {
    switch (id?.kind) {
      case 'song':
        return { song: await this.catalogue.song(id, signal) };
      case 'album':
        return { album: await this.catalogue.album(id, signal) };
      case 'artist':
        return { artist: (await this.catalogue.artist(id, signal))?.artist };
      case 'playlist':
      case 'curator':
      case undefined:
        return undefined;
    }
  }
}

/** 0 takes a rating away. @throws SubsonicFault when it is missing or not from 0 to 5 */
function starsOf(call: SubsonicCall): number {
  const text = call.parameters.get('rating');
  if (text === undefined || !/^[0-5]$/.test(text)) throw new SubsonicFault(SubsonicError.missingParameter, 'A rating from 0 to 5 is needed');
  return Number(text);
}
