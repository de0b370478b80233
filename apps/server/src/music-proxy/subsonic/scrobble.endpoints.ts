import type { Catalogue } from '../catalogue/catalogue.js';
import { parseExternalId } from '../core/external-id.js';
import type { Listening } from '../listening/listening.js';
import type { Counters } from '../store/counters.js';
import type { Plays } from '../store/plays.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable, Watched } from './endpoint.js';
import { okEnvelope } from './envelope.js';
import { externalItem } from './external-item.js';
import { libraryTitle } from './library-title.js';
import { playerOf } from './player.js';

/** A play may be reported this long ahead of our clock, and this long after it happened. */
const futureMs = 5 * 60_000;
const pastMs = 14 * 86_400_000;

/** What players say they play and have played: external songs are counted here, the library's by the backend (music-proxy spec §2.4). */
export class ScrobbleEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly listening: Listening,
    private readonly plays: Plays,
    private readonly counters: Counters,
  ) {}

  table(): EndpointTable {
    return { scrobble: (call) => this.scrobble(call), reportplayback: (call) => this.report(call) };
  }

  private async scrobble(call: SubsonicCall): Promise<'answered' | 'relay' | Watched> {
    const ids = call.ids('id');
    if (ids.external.length === 0) return this.local(call, ids.local);
    const server = await this.gate.admit(call);
    await this.own(call);
    call.send(ids.local.length > 0 ? await this.forLocal(call, ids.local) : okEnvelope(server));
    return 'answered';
  }

  /** The OpenSubsonic way of telling what a player does (extension `playbackReport`); of external songs only what plays matters. */
  private async report(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId('mediaId');
    if (!id) return 'relay';
    const server = await this.gate.admit(call);
    const state = call.parameters.get('state')?.toLowerCase();
    if (id.kind === 'song' && (state === 'starting' || state === 'playing')) this.listening.announce(playerOf(call), await externalItem(this.catalogue, id, call.signal));
    call.send(okEnvelope(server));
    return 'answered';
  }

  private local(call: SubsonicCall, ids: readonly string[]): 'relay' | Watched {
    const [id] = ids;
    if (id === undefined) return 'relay';
    return {
      onAnswer: (status) => {
        if (status !== 200 || !this.listening.knows(playerOf(call))) return;
        if (isSubmission(call)) this.counters.add('plays.library', ids.length);
        else this.listening.announce(playerOf(call), { id, source: 'library', describe: libraryTitle(this.backend, call, id) });
      },
    };
  }

  private async own(call: SubsonicCall): Promise<void> {
    const player = playerOf(call);
    const times = call.parameters.all('time');
    for (const [index, text] of call.parameters.all('id').entries()) {
      const id = parseExternalId(text);
      if (id?.kind !== 'song') continue;
      const item = await externalItem(this.catalogue, id, call.signal);
      if (!isSubmission(call)) {
        this.listening.announce(player, item);
        continue;
      }
      this.listening.submit(player, item.id);
      const title = await item.describe();
      await this.plays.add([{ userKey: call.user, itemId: item.id, provider: id.provider, title: title?.title ?? item.id, artist: title?.artist ?? '', client: player.client, playedAt: playedAt(times[index]) }]);
      this.counters.add(`plays.${id.provider}`);
    }
  }

  /** The same call with only the ids the backend knows; `time` values stay with their ids. */
  private async forLocal(call: SubsonicCall, local: string[]) {
    const times = call.parameters.all('time');
    const kept = call.parameters.all('id').flatMap((id, index) => (parseExternalId(id) ? [] : times.slice(index, index + 1)));
    return await this.backend.ask(call, { id: local, ...(times.length > 0 ? { time: kept } : {}) }).catch((error: unknown) => {
      throw backendFault(error);
    });
  }
}

/** Without the parameter a scrobble is a play that has happened. */
function isSubmission({ parameters }: SubsonicCall): boolean {
  return parameters.get('submission')?.toLowerCase() !== 'false';
}

/** When it was played; a time that cannot be is taken for now. */
function playedAt(text: string | undefined, now = Date.now()): Date {
  const time = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return new Date(time > now - pastMs && time < now + futureMs ? time : now);
}
