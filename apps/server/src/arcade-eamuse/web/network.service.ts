import { Injectable } from '@nestjs/common';
import { prettyText } from '@rumpus/eamuse-protocol';
import { notFound } from '@rumpus/errors';
import type { z } from 'zod';

import { CallCounter, type CallCount } from '../dispatch/call-counter.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { GameRegistry } from '../dispatch/registry.js';
import { NetworkSettings } from '../settings/network-settings.js';
import { ArcadeData } from '../store/arcade-data.js';
import type { AuditFilter } from '../store/network.js';
import { type ExchangeView, toExchangeView } from '../wire/exchange-view.js';
import { type Exchange, Traffic } from '../wire/traffic.js';
import type { configShape } from './shapes.js';

export interface NewsView {
  id: number;
  at: string;
  title: string;
  body: string;
}

export interface AuditView {
  id: number;
  at: string;
  player: number | null;
  arcade: number | null;
  type: string;
  data: unknown;
}

export interface ExchangeDetail extends ExchangeView {
  request: string;
  response: string | null;
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const iso = (time: number): string => new Date(time * 1000).toISOString();

/** News, audit, calls and traffic: what the people who run the network look at. */
@Injectable()
export class NetworkService {
  constructor(
    private readonly data: ArcadeData,
    private readonly counter: CallCounter,
    private readonly traffic: Traffic,
    private readonly dispatcher: Dispatcher,
    private readonly registry: GameRegistry,
    private readonly settings: NetworkSettings,
  ) {}

  /** Newest first. The body is plain text or Markdown for the reader's page to render; HTML in it is shown as text. */
  async news(limit: number): Promise<NewsView[]> {
    const rows = await this.data.sql.all(`SELECT id, posted_at, title, body FROM arcade_news ORDER BY posted_at DESC, id DESC LIMIT ${Math.trunc(limit)}`);
    return rows.map((row) => ({ id: Number(row['id']), at: iso(Number(row['posted_at'])), title: String(row['title']), body: String(row['body']) }));
  }

  async postNews(title: string, body: string): Promise<{ id: number }> {
    return { id: await this.data.sql.insert('arcade_news', { posted_at: seconds(), title, body }) };
  }

  async changeNews(id: number, title: string, body: string): Promise<void> {
    if ((await this.data.sql.first('SELECT id FROM arcade_news WHERE id = ?', [id])) === undefined) throw notFound('There is no such news');
    await this.data.sql.run('UPDATE arcade_news SET title = ?, body = ? WHERE id = ?', [title, body, id]);
  }

  async removeNews(id: number): Promise<void> {
    if ((await this.data.sql.run('DELETE FROM arcade_news WHERE id = ?', [id])) === 0) throw notFound('There is no such news');
  }

  /** Newest first; a poller passes the highest id it has seen plus one as `since`. */
  async audit(filter: AuditFilter): Promise<AuditView[]> {
    return (await this.data.audit.list(filter)).map(({ id, time, userId, arcadeId, type, doc }) => ({ id, at: iso(time), player: userId ?? null, arcade: arcadeId ?? null, type, data: doc.values }));
  }

  /** The settings in force (core spec 16.4). Addresses of webhooks are secrets: only their series are named. */
  configuration(): z.infer<typeof configShape> {
    const { current: arcade } = this.settings;
    return {
      network_name: arcade.networkName, network_email: arcade.networkEmail, address: arcade.address ?? null, keepalive: arcade.keepalive ?? null, port: arcade.port,
      advertised_port: arcade.advertisedPort ?? null, https: arcade.https, uri: arcade.uri ?? null, redirect: arcade.redirect ?? null, enforce_pcbid: arcade.enforcePcbid,
      pcbid_self_grant_limit: arcade.pcbidSelfGrantLimit, region: arcade.region, area: arcade.area ?? null, paseli_enabled: arcade.paseliEnabled, paseli_infinite: arcade.paseliInfinite,
      series: this.registry.all().map(({ series }) => series), webhooks: [...new Set((arcade.webhooks ?? []).map((entry) => entry.slice(0, entry.indexOf('='))))], event_log_seconds: arcade.eventLogSeconds, federation_budget_ms: arcade.federationBudgetMs, stub_unknown: arcade.stubUnknown, verbose: arcade.verbose, changed: this.settings.changed(),
    };
  }

  calls(): readonly CallCount[] {
    return this.counter.list();
  }

  watch(enabled: boolean): { enabled: boolean } {
    this.traffic.enabled = enabled;
    if (!enabled) this.traffic.clear();
    return { enabled };
  }

  exchanges(): { enabled: boolean; exchanges: ExchangeView[] } {
    return { enabled: this.traffic.enabled, exchanges: this.traffic.list().map(toExchangeView) };
  }

  exchange(id: number): ExchangeDetail {
    const exchange = this.find(id);
    return { ...toExchangeView(exchange), request: prettyText(exchange.request), response: exchange.response === undefined ? null : prettyText(exchange.response) };
  }

  /** Asks the same once more, without the PINs that were never kept. It is a real call: it may change what the first one changed. */
  async replay(id: number): Promise<{ outcome: string; response: string | null }> {
    const { request, address } = this.find(id);
    const outcome = await this.dispatcher.dispatch(request, { address, host: undefined, prefix: '' });
    return { outcome: outcome.kind, response: outcome.kind === 'answer' ? prettyText(outcome.root) : null };
  }

  private find(id: number): Exchange {
    const exchange = this.traffic.get(id);
    if (exchange === undefined) throw notFound('That exchange is no longer kept');
    return exchange;
  }
}
