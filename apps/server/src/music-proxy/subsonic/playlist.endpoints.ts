import type { Catalogue } from '../catalogue/catalogue.js';
import { looksExternal, parseExternalId } from '../core/external-id.js';
import type { Song } from '../core/models.js';
import { change, overlay, placed, type Addition } from '../core/overlay.js';
import type { PlaylistAdditions } from '../store/playlist-additions.js';
import type { Tracks } from '../store/tracks.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { AnswerAsIs, SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';
import { listAt, numberAt, objectAt, okEnvelope, SubsonicError, textAt, type Envelope, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { songId, songShape } from './shapes.js';

/** What is asked to be put into a playlist: the backend's id, or a song of ours. */
type Wanted = { readonly local: string } | { readonly external: Omit<Addition, 'position'> };

/** Most external songs in one playlist. */
const mostAdditions = 5000;

/**
 * Playlists of the backend with external songs in them. A song that has become the library's own is given to the backend as that;
 * others are kept here with their places, and put in when the list is read (music-proxy spec §2.4). Who may read or change a list is the
 * backend's to say: it is asked first, every time.
 */
export class PlaylistEndpoints {
  private readonly changing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly tracks: Tracks,
    private readonly additions: PlaylistAdditions,
    private readonly presenter: Presenter,
  ) {}

  /** @param providerPlaylist shows a playlist of a provider */
  table(providerPlaylist: Endpoint | undefined): EndpointTable {
    return {
      getplaylists: (call) => this.list(call),
      getplaylist: async (call) => (call.externalId() ? ((await providerPlaylist?.(call)) ?? 'relay') : await this.show(call)),
      createplaylist: (call) => this.oneByOne(call.parameters.get('playlistId'), () => this.create(call)),
      updateplaylist: (call) => this.oneByOne(call.parameters.get('playlistId'), () => this.update(call)),
      deleteplaylist: (call) => this.delete(call),
    };
  }

  /** Changes of one list wait for each other, since each builds on what it finds. */
  private async oneByOne<T>(playlistId: string | undefined, run: () => Promise<T>): Promise<T> {
    if (playlistId === undefined) return await run();
    const before = this.changing.get(playlistId);
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(run);
    this.changing.set(playlistId, mine);
    try {
      return await mine;
    } finally {
      if (this.changing.get(playlistId) === mine) this.changing.delete(playlistId);
    }
  }

  private async list(call: SubsonicCall): Promise<'answered' | 'relay'> {
    if (!(await this.additions.exist())) return 'relay';
    const envelope = await this.asked(call);
    const lists = listAt(objectAt(envelope, 'playlists'), 'playlist');
    const sums = await this.additions.sums(lists.flatMap((one) => textAt(one, 'id') ?? []));
    if (sums.size === 0) return this.answer(call, envelope);
    const playlist = lists.map((one) => {
      const sum = sums.get(textAt(one, 'id') ?? '');
      return sum ? { ...one, songCount: (numberAt(one, 'songCount') ?? 0) + sum.count, duration: (numberAt(one, 'duration') ?? 0) + sum.duration } : one;
    });
    return this.answer(call, { ...envelope, playlists: { ...objectAt(envelope, 'playlists'), playlist } });
  }

  private async show(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const additions = await this.additions.of(call.parameters.get('id') ?? '');
    if (additions.length === 0) return 'relay';
    return this.answer(call, await this.merged(call, await this.asked(call), additions));
  }

  /** A new list, or (with `playlistId`) other contents for one that is there. */
  private async create(call: SubsonicCall): Promise<'answered' | 'relay'> {
    await this.refuseProviders(call, 'playlistId');
    const known = call.parameters.get('playlistId');
    const ids = call.parameters.all('songId');
    const had = known === undefined ? [] : await this.additions.of(known);
    if (had.length === 0 && !ids.some(looksExternal)) return 'relay';
    await this.gate.admit(call);
    const wanted = await this.wanted(ids, call);
    const envelope = await this.asked(call, { songId: wanted.flatMap((one) => ('local' in one ? one.local : [])) });
    const id = known ?? textAt(objectAt(envelope, 'playlist'), 'id') ?? (await this.newestNamed(call));
    const additions = placed(wanted.map((one) => ('local' in one ? 'local' : one.external)));
    if (id === undefined) throw new SubsonicFault(SubsonicError.generic, 'The music server does not say which playlist it made');
    await this.additions.replace(id, additions);
    return this.answer(call, envelope['playlist'] === undefined ? envelope : await this.merged(call, envelope, additions));
  }

  private async update(call: SubsonicCall): Promise<'answered' | 'relay'> {
    await this.refuseProviders(call, 'playlistId');
    const id = call.parameters.get('playlistId') ?? '';
    const toAdd = call.parameters.all('songIdToAdd');
    const had = await this.additions.of(id);
    if (had.length === 0 && !toAdd.some(looksExternal)) return 'relay';
    const server = await this.gate.admit(call);
    const only = Object.fromEntries(['songIdToAdd', 'songIndexToRemove', 'name', 'comment', 'public', 'playlistId'].map((name) => [name, undefined]));
    const before = await this.backend.ask(call, { ...only, id }, 'getPlaylist').catch(fail);
    if (before.status !== 'ok') throw new AnswerAsIs(before);
    const wanted = await this.wanted(toAdd, call);
    const entries = overlay(listAt(objectAt(before, 'playlist'), 'entry').length, had);
    const remove = call.parameters.all('songIndexToRemove').filter((text) => /^\d{1,9}$/.test(text)).map(Number);
    const { removeLocal, additions } = change(entries, remove, wanted.map((one) => ('local' in one ? 'local' : one.external)));
    if (additions.length > mostAdditions) throw new SubsonicFault(SubsonicError.generic, 'There are too many external songs in this playlist');
    const local = { songIdToAdd: wanted.flatMap((one) => ('local' in one ? one.local : [])), songIndexToRemove: removeLocal.map(String) };
    // The backend judges whether the caller may change this list, also when nothing of its own part changes.
    const envelope = await this.asked(call, local);
    await this.additions.replace(id, additions);
    return this.answer(call, envelope.status === 'ok' ? okEnvelope(server) : envelope);
  }

  private async delete(call: SubsonicCall): Promise<'answered' | 'relay'> {
    await this.refuseProviders(call, 'id');
    const id = call.parameters.get('id') ?? '';
    if ((await this.additions.of(id)).length === 0) return 'relay';
    const envelope = await this.asked(call);
    await this.additions.remove(id);
    return this.answer(call, envelope);
  }

  private async merged(call: SubsonicCall, envelope: Envelope, additions: readonly Addition[]): Promise<Envelope> {
    const playlist = objectAt(envelope, 'playlist');
    const local = listAt(playlist, 'entry');
    const songs = await this.songsOf(additions, call);
    const context = await this.presenter.context(call.user, { songs: [...songs.values()] });
    const entry = overlay(local.length, additions).map((one): JsonObject => {
      if ('local' in one) return local[one.local] ?? {};
      const song = songs.get(one.external.itemId);
      // Its place stays while its provider is away, so that indexes keep their meaning.
      return song ? songShape(song, context) : { id: one.external.itemId, isDir: false, title: 'Not available', duration: one.external.duration ?? undefined, isExternal: true };
    });
    const duration = (numberAt(playlist, 'duration') ?? 0) + additions.reduce((sum, one) => sum + (one.duration ?? 0), 0);
    return { ...envelope, playlist: { ...playlist, songCount: entry.length, duration: Math.round(duration), entry } };
  }

  private async songsOf(additions: readonly Addition[], call: SubsonicCall): Promise<Map<string, Song>> {
    const ids = [...new Set(additions.map(({ itemId }) => itemId))];
    const found = await Promise.all(ids.map(async (text) => this.song(text, call)));
    return new Map(found.flatMap((song) => (song ? [[songId(song), song] as const] : [])));
  }

  private async song(text: string, call: SubsonicCall): Promise<Song | undefined> {
    const id = parseExternalId(text);
    return id?.kind === 'song' ? await this.catalogue.song(id, call.signal).catch(() => undefined) : undefined;
  }

  /** @throws SubsonicFault naming the song that does not exist; nothing is changed then */
  private async wanted(ids: readonly string[], call: SubsonicCall): Promise<Wanted[]> {
    return await Promise.all(
      ids.map(async (text): Promise<Wanted> => {
        if (!looksExternal(text)) return { local: text };
        const id = parseExternalId(text);
        const track = id && (await this.tracks.find(id));
        if (track?.backendItemId != null) return { local: track.backendItemId };
        const song = await this.song(text, call);
        if (!song) throw new SubsonicFault(SubsonicError.notFound, `There is no song ${text.slice(0, 100)}`);
        return { external: { itemId: songId(song), duration: song.duration ?? null } };
      }),
    );
  }

  /** Servers of protocol versions below 1.14 do not say which list they made; the caller's newest one of that name is it. */
  private async newestNamed(call: SubsonicCall): Promise<string | undefined> {
    const name = call.parameters.get('name');
    const answer = await this.backend.ask(call, { name: undefined, songId: undefined }, 'getPlaylists').catch(fail);
    const same = listAt(objectAt(answer, 'playlists'), 'playlist').filter((one) => textAt(one, 'name') === name);
    const newest = same.toSorted((a, b) => (textAt(a, 'created') ?? '').localeCompare(textAt(b, 'created') ?? '')).at(-1);
    return newest && textAt(newest, 'id');
  }

  /** Playlists of providers are not the user's to change. */
  private async refuseProviders(call: SubsonicCall, name: string): Promise<void> {
    if (!call.parameters.all(name).some(looksExternal)) return;
    await this.gate.admit(call);
    throw new SubsonicFault(SubsonicError.notAuthorised, 'A playlist of a provider cannot be changed');
  }

  /** @throws AnswerAsIs with the backend's own refusal */
  private async asked(call: SubsonicCall, changes: Readonly<Record<string, string | readonly string[] | undefined>> = {}): Promise<Envelope> {
    const envelope = await this.backend.ask(call, changes).catch(fail);
    this.gate.learn(call, envelope);
    if (envelope.status !== 'ok') throw new AnswerAsIs(envelope);
    return envelope;
  }

  private answer(call: SubsonicCall, envelope: Envelope): 'answered' {
    call.send(envelope);
    return 'answered';
  }
}

function fail(error: unknown): never {
  throw backendFault(error);
}
