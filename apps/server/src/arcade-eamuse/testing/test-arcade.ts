import { decodePacket, encodePacket, type Framing, type Node } from '@rumpus/eamuse-protocol';
import { loadConfig, type Config, Sealer } from '@rumpus/config';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { migrations } from '@rumpus/migrations';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';

import { AnswerCache } from '../core/answer-cache.js';
import { PinBox } from '../core/pins.js';
import { CallCounter } from '../dispatch/call-counter.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { type Network, NO_OTHERS, type OtherNetworks } from '../dispatch/network.js';
import { GameRegistry } from '../dispatch/registry.js';
import { arcadeEntities } from '../entities.js';
import { allSeries } from '../games/index.js';
import { ArcadeData } from '../store/arcade-data.js';
import { ArcadeDatabase } from '../store/arcade-database.js';
import { ClientAddress } from '../wire/client-address.js';
import { EamuseSurface } from '../wire/eamuse.surface.js';
import { Presence } from '../wire/presence.js';
import { Traffic } from '../wire/traffic.js';

export const BINARY: Framing = { info: undefined, compressed: false, container: 'binary', encoding: 'shift-jis', encodingByte: 0x80 };

export interface TestOptions {
  url?: string;
  config?: Partial<Config['arcade']>;
  others?: (data: ArcadeData) => OtherNetworks;
  /** The clock in whole seconds. */
  now?: () => number;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** The settings of somebody who has set nothing. */
function defaults(): Config['arcade'] {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-arcade-'));
  try {
    return loadConfig({ DATA_DIR: folder }).config.arcade;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A network on a database of its own, spoken to over HTTP as a cabinet does. The clock and the chance are the test's. */
export class TestArcade {
  private constructor(
    readonly crashes: unknown[],
    readonly shared: { series: string; fields: readonly (readonly [string, string])[] }[],
    readonly dataSource: DataSource,
    readonly data: ArcadeData,
    readonly pins: PinBox,
    readonly traffic: Traffic,
    readonly counter: CallCounter,
    readonly dispatcher: Dispatcher,
    readonly registry: GameRegistry,
    private readonly server: Server,
  ) {}

  static async start(options: TestOptions = {}): Promise<TestArcade> {
    const now = options.now ?? (() => Math.floor(Date.now() / 1000));
    const dataSource = await connect(new DataSource(dataSourceOptions(options.url ?? 'sqlite::memory:', { entities: arcadeEntities, migrations })));
    const data = new ArcadeData(new ArcadeDatabase(dataSource));
    const pins = new PinBox(new Sealer(randomBytes(32).toString('hex')));
    const config: Config['arcade'] = { ...defaults(), address: '127.0.0.1', port: 18_573, ...options.config };
    const shared: TestArcade['shared'] = [];
    const network: Network = {
      pins, cache: new AnswerCache(false), others: options.others?.(data) ?? NO_OTHERS, keepaliveAddress: () => '127.0.0.1', sharesScores: () => false, random: (below) => Math.floor(Math.random() * below),
      shareScore: (series, fields) => void shared.push({ series, fields }),
    };
    const counter = new CallCounter();
    const traffic = new Traffic();
    const registry = new GameRegistry(allSeries, config.support);
    const dispatcher = new Dispatcher(registry, data, network, config, counter, now);
    const crashes: unknown[] = [];
    const surface = new EamuseSurface({ prefix: '/eamuse', port: 0, redirect: () => config.redirect }, dispatcher, new ClientAddress(['loopback'], () => '127.0.0.1'), traffic, new Presence(), {
      undecodable: () => undefined,
      crashed: (error) => void crashes.push(error),
    });
    const server = createServer((request, response) => surface.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const arcade = new TestArcade(crashes, shared, dataSource, data, pins, traffic, counter, dispatcher, registry, server);
    return arcade;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async post(body: Uint8Array, headers: Record<string, string> = {}, path = '/'): Promise<RawAnswer> {
    const answer = await fetch(this.url + path, { method: 'POST', body: new Uint8Array(body), headers });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  }

  /** Sends a tree and reads the answer's; undefined when the status is not 200. */
  async send(root: Node, framing: Framing = BINARY): Promise<{ status: number; root: Node | undefined }> {
    const packet = encodePacket(root, framing, { rawNames: framing.container === 'binary-raw' });
    const answer = await this.post(packet.body, packet.headers);
    if (answer.status !== 200) return { status: answer.status, root: undefined };
    const { root: tree } = decodePacket(answer.body, { info: answer.headers.get('x-eamuse-info') ?? undefined, compress: answer.headers.get('x-compress') ?? undefined });
    return { status: 200, root: tree };
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
    await this.dataSource.destroy();
  }
}
