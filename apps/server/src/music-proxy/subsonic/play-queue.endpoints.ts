import type { Catalogue } from '../catalogue/catalogue.js';
import { looksExternal, parseExternalId } from '../core/external-id.js';
import type { PlayQueues } from '../store/play-queues.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { objectAt, okEnvelope, SubsonicError, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { songShape } from './shapes.js';

/** Most songs of a queue that are kept. */
const most = 5000;
/** Songs of the library that are looked up at a time when a queue is read. */
const together = 8;

/**
 * Play queues. One without external songs is the backend's; one with them is kept here, since the backend would refuse it, and is the
 * user's queue until he saves another (music-proxy spec §2.4).
 */
export class PlayQueueEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly queues: PlayQueues,
    private readonly presenter: Presenter,
  ) {}

  table(): EndpointTable {
    return {
      saveplayqueue: (call) => this.save(call), getplayqueue: (call) => this.read(call, false),
      // The OpenSubsonic form of both names the current song by its place (extension `indexBasedQueue`).
      saveplayqueuebyindex: (call) => this.save(call), getplayqueuebyindex: (call) => this.read(call, true),
    };
  }

  private async save(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const ids = call.parameters.all('id');
    if (!ids.some(looksExternal)) return await this.saveLocal(call);
    const server = await this.gate.admit(call);
    const bad = ids.find((id) => looksExternal(id) && parseExternalId(id)?.kind !== 'song');
    if (bad !== undefined || ids.length > most) throw new SubsonicFault(SubsonicError.notFound, bad === undefined ? 'The queue is too long' : 'No such song');
    await this.keep(call, ids);
    call.send(okEnvelope(server));
    return 'answered';
  }

  /** The backend's queue takes the place of ours. A backend that has no queues leaves the user's with us. */
  private async saveLocal(call: SubsonicCall): Promise<'answered' | 'relay'> {
    if (!(await this.queues.of(call.user))) return 'relay';
    const server = await this.gate.admit(call);
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    if (envelope.status === 'ok') await this.queues.remove(call.user);
    else await this.keep(call, call.parameters.all('id').slice(0, most));
    call.send(envelope.status === 'ok' ? envelope : okEnvelope(server));
    return 'answered';
  }

  private async keep(call: SubsonicCall, ids: readonly string[]): Promise<void> {
    const at = currentIndex(call, ids);
    const position = Number(call.parameters.get('position') ?? 0);
    await this.queues.save({
      userKey: call.user, currentId: (at === null ? undefined : ids[at]?.slice(0, 512)) ?? null, currentIndex: at, position: Number.isSafeInteger(position) && position >= 0 ? position : 0,
      changedBy: (call.parameters.get('c') ?? '').slice(0, 80), changedAt: new Date(), itemIds: ids.map((id) => id.slice(0, 512)),
    });
  }

  private async read(call: SubsonicCall, byIndex: boolean): Promise<'answered' | 'relay'> {
    const queue = await this.queues.of(call.user);
    if (!queue) return 'relay';
    const server = await this.gate.admit(call);
    const found = await this.entries(queue.itemIds, call);
    const entry = found.filter((song) => song !== undefined);
    const { currentId, position, changedAt, changedBy } = queue;
    const at = queue.currentIndex ?? (currentId === null ? -1 : queue.itemIds.indexOf(currentId));
    const isThere = found[at] !== undefined;
    const current: JsonObject = byIndex ? { currentIndex: isThere ? found.slice(0, at).filter((song) => song !== undefined).length : undefined } : { current: isThere ? currentId : undefined };
    const shared = { position, username: call.parameters.get('u') ?? '', changed: changedAt.toISOString(), changedBy, entry };
    call.send(okEnvelope(server, { [byIndex ? 'playQueueByIndex' : 'playQueue']: { ...current, ...shared } }));
    return 'answered';
  }

  /** In order, with a gap for what no longer exists. */
  private async entries(ids: readonly string[], call: SubsonicCall): Promise<(JsonObject | undefined)[]> {
    const known = new Map<string, JsonObject>();
    const wanted = [...new Set(ids)];
    for (let at = 0; at < wanted.length; at += together) {
      await Promise.all(
        wanted.slice(at, at + together).map(async (id) => {
          const song = await this.song(id, call).catch(() => undefined);
          if (song) known.set(id, song);
        }),
      );
    }
    return ids.map((id) => known.get(id));
  }

  private async song(text: string, call: SubsonicCall): Promise<JsonObject | undefined> {
    const id = parseExternalId(text);
    if (id) {
      const song = await this.catalogue.song(id, call.signal);
      return song && songShape(song, await this.presenter.context(call.user, { songs: [song] }));
    }
    const song = objectAt(await this.backend.ask(call, { id: text }, 'getSong'), 'song');
    return song['id'] === undefined ? undefined : song;
  }
}

/** Where the current song stands, by its place or its id; null when it is not in the queue. */
function currentIndex(call: SubsonicCall, ids: readonly string[]): number | null {
  const place = call.parameters.get('currentIndex');
  if (place !== undefined && /^\d{1,9}$/.test(place)) return Number(place) < ids.length ? Number(place) : null;
  const current = call.parameters.get('current');
  const at = current === undefined ? -1 : ids.indexOf(current);
  return at === -1 ? null : at;
}
