import type { Catalogue } from '../catalogue/catalogue.js';
import { looksExternal, parseExternalId } from '../core/external-id.js';
import type { PlayQueues } from '../store/play-queues.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import { SubsonicFault, type SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { objectAt, okEnvelope, SubsonicError, type Json, type JsonObject } from './envelope.js';
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
    return { saveplayqueue: (call) => this.save(call), getplayqueue: (call) => this.read(call) };
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
    const current = call.parameters.get('current') ?? null;
    const position = Number(call.parameters.get('position') ?? 0);
    await this.queues.save({
      userKey: call.user, currentId: current !== null && ids.includes(current) ? current : null, position: Number.isSafeInteger(position) && position >= 0 ? position : 0,
      changedBy: (call.parameters.get('c') ?? '').slice(0, 80), changedAt: new Date(), itemIds: ids.map((id) => id.slice(0, 512)),
    });
  }

  private async read(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const queue = await this.queues.of(call.user);
    if (!queue) return 'relay';
    const server = await this.gate.admit(call);
    const entry = await this.entries(queue.itemIds, call);
    const { currentId, position, changedAt, changedBy } = queue;
    const current: Json = entry.some((song) => song['id'] === currentId) ? currentId : undefined;
    call.send(okEnvelope(server, { playQueue: { current, position, username: call.parameters.get('u') ?? '', changed: changedAt.toISOString(), changedBy, entry } }));
    return 'answered';
  }

  /** In order; what no longer exists is left out. */
  private async entries(ids: readonly string[], call: SubsonicCall): Promise<JsonObject[]> {
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
    return ids.map((id) => known.get(id)).filter((song) => song !== undefined);
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
