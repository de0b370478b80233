import { createHash } from 'node:crypto';
import { Collapser } from '@rumpus/outbound';
import { LRUCache } from 'lru-cache';
import { backendFault, type SubsonicBackend } from './backend.js';
import { AnswerAsIs, type SubsonicCall } from './call.js';
import { serverFieldsOf, type Envelope, type ServerFields } from './envelope.js';

interface Known {
  readonly until: number;
  readonly refusal: Envelope | undefined;
  readonly server: ServerFields;
}

const acceptedMs = 5 * 60_000;
const refusedMs = 10_000;

/**
 * Lets nobody see external music whom the backend does not know (music-proxy spec §2.1). What the backend said about a set of credentials
 * is kept for five minutes, a refusal for ten seconds, under a hash. While the backend is away, credentials it had accepted stay good.
 */
export class CredentialGate {
  private readonly known = new LRUCache<string, Known>({ max: 10_000 });
  private readonly pings = new Collapser<Known>();

  constructor(
    private readonly backend: SubsonicBackend,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether these credentials were accepted lately, without asking. */
  isAccepted(call: SubsonicCall): boolean {
    const known = this.known.get(keyOf(call));
    return known !== undefined && known.until > this.now() && known.refusal === undefined;
  }

  /** The server fields for a caller the backend accepted when it was last asked, however long ago; for when it cannot be asked. */
  acceptedBefore(call: SubsonicCall): ServerFields | undefined {
    const known = this.known.get(keyOf(call));
    return known?.refusal === undefined ? known?.server : undefined;
  }

  /**
   * Makes sure of the caller.
   * @returns the server fields for our own answers
   * @throws AnswerAsIs with the backend's own refusal; SubsonicFault when the backend is away and never accepted the caller
   */
  async admit(call: SubsonicCall): Promise<ServerFields> {
    const key = keyOf(call);
    const known = this.known.get(key);
    const fresh = known !== undefined && known.until > this.now() ? known : await this.ask(key, call, known);
    if (fresh.refusal) throw new AnswerAsIs(fresh.refusal);
    return fresh.server;
  }

  /** Learns from an answer the backend gave to these very credentials. Only a refusal of the caller counts, not of the request. */
  learn(call: SubsonicCall, answer: Envelope): void {
    const code = Number((answer['error'] as { code?: unknown } | undefined)?.code ?? 0);
    if (answer.status === 'ok' || (code >= 40 && code < 50)) this.keep(keyOf(call), answer);
  }

  /** Another server has other accounts. */
  forget(): void {
    this.known.clear();
  }

  private async ask(key: string, call: SubsonicCall, stale: Known | undefined): Promise<Known> {
    try {
      return await this.pings.run(key, undefined, async () => this.keep(key, await this.backend.ask(call, only(call), 'ping')));
    } catch (error) {
      if (stale && stale.refusal === undefined) return stale;
      throw backendFault(error);
    }
  }

  private keep(key: string, answer: Envelope): Known {
    const ok = answer.status === 'ok';
    const known = { until: this.now() + (ok ? acceptedMs : refusedMs), refusal: ok ? undefined : answer, server: serverFieldsOf(answer) };
    this.known.set(key, known);
    return known;
  }
}

function keyOf(call: SubsonicCall): string {
  return createHash('sha256').update(call.parameters.credentials).digest('base64url');
}

/** A ping carries the credentials only; what else the call asked for stays here. */
function only(call: SubsonicCall): Record<string, undefined> {
  const kept = new Set(['u', 'p', 't', 's', 'apiKey', 'c', 'v']);
  return Object.fromEntries(call.parameters.names.filter((name) => !kept.has(name)).map((name) => [name, undefined]));
}
