import { Injectable } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';
import { Sealer } from '@rumpus/config';
import { invalid, notFound, unavailable } from '@rumpus/errors';
import { randomUUID } from 'node:crypto';

import { GameRegistry } from '../dispatch/registry.js';
import { hashToken } from '../federation/bemapi.surface.js';
import { catalogRows } from '../federation/catalog.js';
import { type PeerIdentity, Peers, tokenPlace } from '../federation/peers.js';
import { ImportService } from '../import/import.service.js';
import type { ImportResult } from '../import/import-writer.js';
import { ArcadeData } from '../store/arcade-data.js';
import { note } from './player-admin.service.js';

export interface ClientView {
  id: number;
  name: string;
  created_at: string;
}
export interface PeerView {
  id: number;
  uri: string;
  use_statistics: boolean;
  use_scores: boolean;
}
export interface PeerFields {
  uri: string;
  token: string;
  use_statistics: boolean;
  use_scores: boolean;
}

const seconds = (): number => Math.floor(Date.now() / 1000);
/** An admin's question may take longer than a cabinet's. */
const PROBE_MS = 10_000;

/** Who may ask us, and whom we ask (core spec 16.4, Data API). */
@Injectable()
export class FederationService {
  constructor(private readonly data: ArcadeData, private readonly peers: Peers, private readonly sealer: Sealer, private readonly registry: GameRegistry, private readonly imports: ImportService) {}

  async clients(): Promise<ClientView[]> {
    const rows = await this.data.sql.all('SELECT id, name, created_at FROM arcade_api_clients ORDER BY id');
    return rows.map((row) => ({ id: Number(row['id']), name: String(row['name']), created_at: new Date(Number(row['created_at']) * 1000).toISOString() }));
  }

  /** The token is shown this once; only its hash is kept. */
  async addClient(name: string): Promise<ClientView & { token: string }> {
    const token = randomUUID();
    const now = seconds();
    const id = await this.data.sql.insert('arcade_api_clients', { created_at: now, name, token_hash: hashToken(token) });
    return { id, name, created_at: new Date(now * 1000).toISOString(), token };
  }

  async renameClient(id: number, name: string): Promise<ClientView> {
    await this.data.sql.run('UPDATE arcade_api_clients SET name = ? WHERE id = ?', [name, id]);
    const client = (await this.clients()).find((one) => one.id === id);
    if (client === undefined) throw notFound('There is no such client');
    return client;
  }

  async removeClient(id: number): Promise<void> {
    if ((await this.data.sql.run('DELETE FROM arcade_api_clients WHERE id = ?', [id])) === 0) throw notFound('There is no such client');
  }

  async servers(): Promise<PeerView[]> {
    this.peers.forget();
    return (await this.peers.list()).map(({ id, uri, useStatistics, useScores }) => ({ id, uri, use_statistics: useStatistics, use_scores: useScores }));
  }

  async addServer(fields: PeerFields): Promise<PeerView> {
    const { uri, token, use_statistics, use_scores } = fields;
    checkUri(uri);
    // The seal names the row, so the row comes first.
    const id = await this.data.transaction(async ({ sql }) => {
      const made = await sql.insert('arcade_api_servers', { created_at: seconds(), uri, token: '', use_statistics, use_scores });
      await sql.run('UPDATE arcade_api_servers SET token = ? WHERE id = ?', [this.sealer.seal(token, tokenPlace(made)), made]);
      return made;
    });
    this.peers.forget();
    return { id, uri, use_statistics, use_scores };
  }

  async changeServer(id: number, changes: { [K in keyof PeerFields]?: PeerFields[K] | undefined }): Promise<PeerView> {
    if (changes.uri !== undefined) checkUri(changes.uri);
    const given = Object.entries({ ...changes, token: changes.token === undefined ? undefined : this.sealer.seal(changes.token, tokenPlace(id)) }).filter(([, value]) => value !== undefined) as [string, string | boolean][];
    if (given.length > 0) await this.data.sql.run(`UPDATE arcade_api_servers SET ${given.map(([name]) => `${name} = ?`).join(', ')} WHERE id = ?`, [...given.map(([, value]) => value), id]);
    const peer = (await this.servers()).find((one) => one.id === id);
    if (peer === undefined) throw notFound('There is no such server');
    return peer;
  }

  async removeServer(id: number): Promise<void> {
    if ((await this.data.sql.run('DELETE FROM arcade_api_servers WHERE id = ?', [id])) === 0) throw notFound('There is no such server');
    this.peers.forget();
  }

  /** Takes the songs of a version over from a peer; what is known already is replaced, nothing is removed. The change in the report takes it back. */
  async importSongs(caller: Principal, id: number, { series, version, dry_run: dryRun }: { series: string; version: number; dry_run: boolean }): Promise<ImportResult> {
    this.peers.forget();
    const peer = (await this.peers.list()).find((one) => one.id === id);
    if (peer === undefined) throw notFound('There is no such server');
    const page = this.registry.series(series)?.federation;
    const name = Object.entries(page?.versions ?? {}).find(([, stored]) => stored === version)?.[0];
    if (page === undefined || name === undefined) throw notFound('That series is not exchanged between networks');
    const answer = await this.peers.ask(peer, `/v1/${page.game}/${name}`, { type: 'server', ids: [], objects: ['catalog'] }, PROBE_MS);
    const rows = catalogRows(answer, series, version, page);
    if (rows === undefined) throw unavailable('The server gave no catalog');
    const result = await this.imports.importSongs(rows, { title: `${new URL(peer.uri).host}: ${page.game} ${name}`, accountId: caller.id, dryRun });
    if (result.change !== null) await note(this.data, caller, 'songs of a peer imported', { peer: id, series, version, change: result.change });
    return result;
  }

  /** Asks a peer who it is. */
  async probe(id: number): Promise<PeerIdentity> {
    this.peers.forget();
    const peer = (await this.peers.list()).find((one) => one.id === id);
    if (peer === undefined) throw notFound('There is no such server');
    return this.peers.identify(peer, PROBE_MS);
  }
}

function checkUri(uri: string): void {
  if (!URL.canParse(uri) || !/^https?:$/.test(new URL(uri).protocol)) throw invalid('A server has an http or https address', 'uri');
}
