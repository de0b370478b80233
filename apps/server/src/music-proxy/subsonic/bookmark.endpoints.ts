import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, parseExternalId, type ExternalId } from '../core/external-id.js';
import type { Bookmarks } from '../store/bookmarks.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { listAt, objectAt, okEnvelope, SubsonicError, type Envelope, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { songId, songShape } from './shapes.js';

/** Most bookmarks of one user; each costs a look-up when they are listed, though a cached one. */
const most = 500;

/** Bookmarks within external songs, beside those the backend holds (music-proxy spec §2.4). */
export class BookmarkEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly bookmarks: Bookmarks,
    private readonly presenter: Presenter,
  ) {}

  table(): EndpointTable {
    return { createbookmark: (call) => this.create(call), deletebookmark: (call) => this.delete(call), getbookmarks: (call) => this.list(call) };
  }

  private async create(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    const server = await this.gate.admit(call);
    const position = positionOf(call);
    const song = id.kind === 'song' ? await this.catalogue.song(id, call.signal) : undefined;
    if (!song) throw new SubsonicFault(SubsonicError.notFound, 'No such song');
    if ((await this.bookmarks.count(call.user)) >= most) throw new SubsonicFault(SubsonicError.generic, 'There are too many bookmarks');
    await this.bookmarks.set(call.user, songId(song), position, call.parameters.get('comment')?.slice(0, 1000) ?? null);
    call.send(okEnvelope(server));
    return 'answered';
  }

  private async delete(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    const server = await this.gate.admit(call);
    await this.bookmarks.remove(call.user, formatExternalId(id));
    call.send(okEnvelope(server));
    return 'answered';
  }

  private async list(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const rows = await this.bookmarks.of(call.user);
    if (rows.length === 0) return 'relay';
    const server = await this.gate.admit(call);
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    // A backend without bookmarks says so with an error; the caller's own are there all the same.
    const base: Envelope = envelope.status === 'ok' ? envelope : okEnvelope(server);
    const songs = await this.songs(rows.flatMap(({ itemId }) => parseExternalId(itemId) ?? []), call);
    const own = rows.flatMap(({ itemId, position, comment, createdAt, updatedAt }): JsonObject[] => {
      const entry = songs.get(itemId);
      return entry ? [{ position, username: call.parameters.get('u') ?? '', comment: comment ?? '', created: createdAt.toISOString(), changed: updatedAt.toISOString(), entry }] : [];
    });
    call.send({ ...base, bookmarks: { ...objectAt(base, 'bookmarks'), bookmark: [...listAt(objectAt(base, 'bookmarks'), 'bookmark'), ...own] } });
    return 'answered';
  }

  /** Those that can be described right now, by our id. */
  private async songs(ids: readonly ExternalId[], call: SubsonicCall): Promise<Map<string, JsonObject>> {
    const found = await Promise.all(ids.map(async (id) => await this.catalogue.song(id, call.signal).catch(() => undefined)));
    const songs = found.filter((song) => song !== undefined);
    const context = await this.presenter.context(call.user, { songs });
    return new Map(songs.map((song) => [songId(song), songShape(song, context)]));
  }
}

/** @throws SubsonicFault when it is missing or no number */
function positionOf(call: SubsonicCall): number {
  const text = call.parameters.get('position');
  if (text === undefined || !/^\d{1,12}$/.test(text)) throw new SubsonicFault(SubsonicError.missingParameter, 'A position in milliseconds is needed');
  return Number(text);
}
