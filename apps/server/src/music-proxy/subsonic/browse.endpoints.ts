import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import type { Album, Song } from '../core/models.js';
import type { OpenedPlaylists } from '../keeping/opened-playlists.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';
import { listAt, objectAt, okEnvelope, SubsonicError, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { albumShape, albumWithSongs, artistId, artistShape, playlistAsAlbum, playlistTracks, songShape } from './shapes.js';

/** Opening external songs, albums, artists and playlists wherever a client may send their ids (music-proxy spec §2.4). */
export class BrowseEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly presenter: Presenter,
    private readonly opened: OpenedPlaylists,
  ) {}

  table(): EndpointTable {
    const info = (key: string): Endpoint => this.external(async () => Promise.resolve({ [key]: key.startsWith('artist') ? { similarArtist: [] } : {} }));
    return {
      getsong: this.external(async (id, call) => ({ song: await this.song(id, call) })),
      getalbum: this.external(async (id, call) => ({ album: await this.albumView(id, call) })),
      getartist: this.external(async (id, call) => ({ artist: await this.artist(id, call) })),
      getmusicdirectory: this.external(async (id, call) => ({ directory: await this.directory(id, call) })),
      getplaylist: this.external(async (id, call) => ({ playlist: await this.playlist(id, call) })),
      getalbuminfo: info('albumInfo'),
      getalbuminfo2: info('albumInfo'),
      getartistinfo: info('artistInfo'),
      getartistinfo2: info('artistInfo2'),
      getsimilarsongs: this.external(async (id, call) => ({ similarSongs: { song: await this.similar(id, call) } })),
      getsimilarsongs2: this.external(async (id, call) => ({ similarSongs2: { song: await this.similar(id, call) } })),
      gettopsongs: (call) => this.topSongs(call),
    };
  }

  /** Handles ids of ours for callers the backend knows, and leaves the rest to the backend. */
  private external(answer: (id: ExternalId, call: SubsonicCall) => Promise<JsonObject>): Endpoint {
    return async (call) => {
      const id = call.externalId();
      if (!id) return 'relay';
      const server = await this.gate.admit(call);
      call.send(okEnvelope(server, await answer(id, call)));
      return 'answered';
    };
  }

  private async song(id: ExternalId, call: SubsonicCall): Promise<JsonObject> {
    const song = id.kind === 'song' ? await this.catalogue.song(id, call.signal) : undefined;
    if (!song) throw gone('song');
    return songShape(song, await this.presenter.context(call.user, { songs: [song] }));
  }

  private async albumView(id: ExternalId, call: SubsonicCall): Promise<JsonObject> {
    if (id.kind === 'playlist') {
      const { playlist, songs } = await this.playlistOf(id, call);
      const context = await this.presenter.context(call.user, { songs, playlists: [playlist] });
      return { ...playlistAsAlbum(playlist, context), ...totals(songs), song: playlistTracks(playlist, songs, context) };
    }
    const album = await this.album(id, call);
    return albumWithSongs(album, await this.presenter.context(call.user, { albums: [album] }));
  }

  private async artist(id: ExternalId, call: SubsonicCall): Promise<JsonObject> {
    if (id.kind === 'curator') return this.curator(id);
    const found = id.kind === 'artist' ? await this.catalogue.artist(id, call.signal) : undefined;
    if (!found) throw gone('artist');
    const { artist, albums } = found;
    const context = await this.presenter.context(call.user, { artists: [artist], albums });
    const own = { artist: artist.name, artistId: artistId(artist) };
    return {
      ...artistShape({ ...artist, albumCount: albums.length }, context),
      album: albums.map((album) => {
        const shape = albumShape(album, context);
        return { ...shape, ...(shape['artistId'] ? {} : own) };
      }),
    };
  }

  /** Curators are names on playlists; providers cannot list what one has made, so the page is empty but there. */
  private curator(id: ExternalId): JsonObject {
    return { id: `ext-${id.provider}-curator-${id.id}`, name: id.id.replaceAll('-', ' '), albumCount: 0, album: [], isExternal: true };
  }

  private async directory(id: ExternalId, call: SubsonicCall): Promise<JsonObject> {
    if (id.kind === 'artist') {
      const artist = await this.artist(id, call);
      return { id: artist['id'], name: artist['name'], child: listAt(artist, 'album').map((album) => ({ ...album, isDir: true, title: album['name'], parent: artist['id'] })) };
    }
    const album = await this.albumView(id, call);
    return { id: album['id'], parent: album['artistId'], name: album['name'], child: album['song'] };
  }

  private async playlist(id: ExternalId, call: SubsonicCall): Promise<JsonObject> {
    if (id.kind !== 'playlist') throw gone('playlist');
    const { playlist, songs } = await this.playlistOf(id, call);
    const context = await this.presenter.context(call.user, { songs, playlists: [playlist] });
    const { id: itemId, created, coverArt } = playlistAsAlbum(playlist, context);
    return {
      id: itemId, name: playlist.name, comment: playlist.description, owner: playlist.curator ?? playlist.provider, public: true, readonly: true,
      ...totals(songs), created: created ?? new Date(0).toISOString(), changed: created ?? new Date(0).toISOString(), coverArt,
      entry: songs.map((song) => songShape(song, context)),
    };
  }

  private async similar(id: ExternalId, call: SubsonicCall): Promise<JsonObject[]> {
    const songs = await this.catalogue.similar(id, call.parameters.count('count', 50), call.signal);
    const context = await this.presenter.context(call.user, { songs });
    return songs.map((song) => songShape(song, context));
  }

  /** By artist name, so the library is asked first; providers fill in when it knows nothing. */
  private async topSongs(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const artist = call.parameters.get('artist')?.trim();
    if (artist === undefined || artist === '' || this.catalogue.isEmpty) return 'relay';
    const server = await this.gate.admit(call);
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    const local = listAt(objectAt(envelope, 'topSongs'), 'song');
    const songs = local.length > 0 ? [] : await this.catalogue.topSongs(artist, call.parameters.count('count', 50), call.signal);
    if (songs.length === 0) {
      call.send(envelope);
      return 'answered';
    }
    const context = await this.presenter.context(call.user, { songs });
    call.send(okEnvelope(server, { topSongs: { song: songs.map((song) => songShape(song, context)) } }));
    return 'answered';
  }

  private async album(id: ExternalId, call: SubsonicCall): Promise<Album> {
    const album = id.kind === 'album' ? await this.catalogue.album(id, call.signal) : undefined;
    if (!album) throw gone('album');
    return { ...album, songs: (album.songs ?? []).map((song) => ({ ...song, album: { id: album.id, name: song.album?.name ?? album.title } })) };
  }

  private async playlistOf(id: ExternalId, call: SubsonicCall) {
    const found = await this.catalogue.playlist(id, call.signal);
    if (!found) throw gone('playlist');
    this.opened.opened(found.playlist, found.songs);
    return found;
  }
}

function totals(songs: readonly Song[]): JsonObject {
  return { songCount: songs.length, duration: Math.round(songs.reduce((sum, song) => sum + (song.duration ?? 0), 0)) };
}

function gone(what: string): SubsonicFault {
  return new SubsonicFault(SubsonicError.notFound, `No such ${what}`);
}
