import { Logger } from '@nestjs/common';
import { HttpClient, OutboundError } from '@rumpus/outbound';

import type { Seals } from '../core/pins.js';
import type { ArcadeData } from '../store/arcade-data.js';

/** Another network whose federation API we ask. */
export interface Peer {
  readonly id: number;
  readonly uri: string;
  readonly token: string;
  readonly useStatistics: boolean;
  readonly useScores: boolean;
}

/** How long an answer may take when nobody says so. */
const ANSWER_MS = 1500;
const MAX_ANSWER = 32 << 20;
/** How long the list of peers is kept. */
const KEEP_MS = 5000;

/** What came of asking a peer who it is (core spec 16.4). */
export interface PeerIdentity {
  state: 'ok' | 'badversion' | 'badauth' | 'error';
  name: string | null;
  email: string | null;
}

export const tokenPlace = (id: number): string => `arcade_api_servers|token|${id}`;

interface Connection {
  uri: string;
  client: HttpClient;
}

/** Asks peers. Whatever goes wrong means "no data from this one", never an error to a game (core spec 14.3). */
export class Peers {
  private readonly logger = new Logger('bemapi');
  private readonly connections = new Map<number, Connection>();
  private known: { until: number; list: Promise<Peer[]> } | undefined;

  constructor(private readonly data: ArcadeData, private readonly seals: Seals) {}

  /** All peers; a change made here is seen at once, one made on another instance within seconds. */
  list(): Promise<Peer[]> {
    if (this.known === undefined || this.known.until < Date.now()) this.known = { until: Date.now() + KEEP_MS, list: this.read() };
    return this.known.list;
  }

  forget(): void {
    this.known = undefined;
  }

  /** Who a peer says it is; asking it anything else would need a game. */
  async identify(peer: Peer, milliseconds: number): Promise<PeerIdentity> {
    const nobody = { name: null, email: null };
    try {
      const answer = (await this.question(peer, '/', {}, milliseconds)) as { versions?: unknown; name?: unknown; email?: unknown } | null;
      if (typeof answer !== 'object' || !Array.isArray(answer?.versions)) return { state: 'error', ...nobody };
      const text = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 255) : null);
      return { state: answer.versions.includes('v1') ? 'ok' : 'badversion', name: text(answer.name), email: text(answer.email) };
    } catch (error) {
      if (!(error instanceof OutboundError)) return { state: 'error', ...nobody };
      return { state: error.status === 401 ? 'badauth' : error.status === 501 ? 'badversion' : 'error', ...nobody };
    }
  }

  /** One answer as JSON, or undefined. */
  async ask(peer: Peer, path: string, body: unknown, milliseconds = ANSWER_MS): Promise<unknown> {
    try {
      return await this.question(peer, path, body, milliseconds);
    } catch (error) {
      this.logger.warn(`peer ${peer.id} gave no answer: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** @throws OutboundError, SyntaxError */
  private async question(peer: Peer, path: string, body: unknown, milliseconds: number): Promise<unknown> {
    const answer = await this.clientOf(peer).request(new URL(path.replace(/^\//, ''), peer.uri.endsWith('/') ? peer.uri : `${peer.uri}/`), {
      method: 'GET', body: JSON.stringify(body), headers: { authorization: `Token ${peer.token}`, 'content-type': 'application/json; charset=utf-8' },
      timeouts: { headersMs: milliseconds, totalMs: milliseconds }, retries: 0, maxRedirects: 0, maxBytes: MAX_ANSWER,
    });
    if (!/^application\/json\s*;\s*charset\s*=\s*"?utf-8"?\s*$/i.test(answer.headers['content-type'] ?? '')) throw new Error('it is no JSON in UTF-8');
    return JSON.parse(answer.body.toString('utf8')) as unknown;
  }

  /** The same question to several peers at once; peers without an answer are left out. */
  async askAll(peers: readonly Peer[], path: string, body: unknown, milliseconds = ANSWER_MS): Promise<unknown[]> {
    return (await Promise.all(peers.map((peer) => this.ask(peer, path, body, milliseconds)))).filter((answer) => answer !== undefined);
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map(({ client }) => client.close()));
  }

  /** The operator named the peer: its address may be a private one, and only it. */
  private clientOf(peer: Peer): HttpClient {
    const known = this.connections.get(peer.id);
    if (known?.uri === peer.uri) return known.client;
    void known?.client.close();
    const client = new HttpClient({ name: `bemapi-${peer.id}`, allowOrigins: [new URL(peer.uri).origin], circuit: { failures: 5, openMs: 30_000 } });
    this.connections.set(peer.id, { uri: peer.uri, client });
    return client;
  }

  private async read(): Promise<Peer[]> {
    const rows = await this.data.sql.all('SELECT id, uri, token, use_statistics, use_scores FROM arcade_api_servers ORDER BY id');
    const isTrue = (value: unknown): boolean => value === true || Number(value) === 1;
    return rows.map((row) => ({
      id: Number(row['id']), uri: String(row['uri']), token: this.seals.open(String(row['token']), tokenPlace(Number(row['id']))), useStatistics: isTrue(row['use_statistics']), useScores: isTrue(row['use_scores']),
    }));
  }
}
