import { type FactoryProvider, Logger } from '@nestjs/common';
import { CONFIG, type Config, Sealer } from '@rumpus/config';
import { type Node, prettyText } from '@rumpus/eamuse-protocol';
import { DataSource } from 'typeorm';

import { SurfaceRegistry } from '../http/raw-surface.js';
import { AnswerCache } from './core/answer-cache.js';
import { LiveNetwork } from './core/live-network.js';
import { PinBox } from './core/pins.js';
import { Webhooks } from './core/webhooks.js';
import { CallCounter } from './dispatch/call-counter.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { redact } from './dispatch/redact.js';
import { GameRegistry } from './dispatch/registry.js';
import { BemapiSurface } from './federation/bemapi.surface.js';
import { MergedNetworks } from './federation/inquiry.js';
import { Peers } from './federation/peers.js';
import { allSeries } from './games/index.js';
import { NetworkSettings } from './settings/network-settings.js';
import { ArcadeData } from './store/arcade-data.js';
import { ArcadeDatabase } from './store/arcade-database.js';
import { ClientAddress } from './wire/client-address.js';
import { EamuseSurface, type SurfaceEvents } from './wire/eamuse.surface.js';
import { Presence } from './wire/presence.js';
import { Traffic } from './wire/traffic.js';

/** The parts of the network that know nothing of the framework, put together. */

const PREFIX = '/eamuse';
const seconds = (): number => Math.floor(Date.now() / 1000);
/** Broken packets come in floods: no more than one line a second. */
const LOG_EVERY_MS = 1000;

const provide = <T>(provided: abstract new (...args: never[]) => T, inject: FactoryProvider['inject'], useFactory: (...args: never[]) => T): FactoryProvider => ({
  provide: provided, inject: inject ?? [], useFactory: useFactory as FactoryProvider['useFactory'],
});

/** What goes wrong on the wire is logged, and a handler that threw leaves an audit event (protocol spec 1.3). */
function surfaceEvents(data: ArcadeData, settings: NetworkSettings): SurfaceEvents {
  const logger = new Logger('arcade');
  let silentUntil = 0;
  const shown = (node: Node): string => prettyText(redact(node)).slice(0, 10_000);
  return {
    exchanged(request, response, address) {
      if (settings.current.verbose) logger.log(`${address} asked\n${shown(request)}\nand was answered\n${response === undefined ? 'nothing' : shown(response)}`);
    },
    undecodable(error, address) {
      if (Date.now() < silentUntil) return;
      silentUntil = Date.now() + LOG_EVERY_MS;
      logger.warn(`${address} sent no packet: ${error.message}`);
    },
    crashed(error, request) {
      const traceback = error instanceof Error ? (error.stack ?? error.message) : String(error);
      logger.error(`a call failed: ${traceback}`);
      void recordCrash(data, logger, request, traceback);
    },
  };
}

async function recordCrash(data: ArcadeData, logger: Logger, request: Node, traceback: string): Promise<void> {
  try {
    await data.audit.put('exception', { service: 'xrpc', request: prettyText(redact(request)).slice(0, 10_000), traceback: traceback.slice(0, 10_000) }, seconds());
  } catch (error) {
    logger.error(`the audit failed: ${String(error)}`);
  }
}

export const arcadeProviders = [
  provide(ArcadeData, [DataSource], (source: DataSource) => new ArcadeData(new ArcadeDatabase(source))),
  provide(PinBox, [Sealer], (sealer: Sealer) => new PinBox(sealer)),
  provide(NetworkSettings, [CONFIG], ({ arcade }: Config) => new NetworkSettings(arcade)),
  provide(GameRegistry, [CONFIG], ({ arcade }: Config) => new GameRegistry(allSeries, arcade.support)),
  provide(Webhooks, [NetworkSettings], ({ current }: NetworkSettings) => new Webhooks(current, (series) => allSeries.find((one) => one.series === series)?.title ?? series)),
  provide(AnswerCache, [], () => new AnswerCache()),
  provide(Peers, [ArcadeData, Sealer], (data: ArcadeData, sealer: Sealer) => new Peers(data, sealer)),
  provide(MergedNetworks, [Peers, ArcadeData, AnswerCache, NetworkSettings], (peers: Peers, data: ArcadeData, cache: AnswerCache, settings: NetworkSettings) =>
    new MergedNetworks(peers, data, cache, () => settings.current.federationBudgetMs)),
  provide(LiveNetwork, [PinBox, NetworkSettings, Webhooks, AnswerCache, MergedNetworks], (pins: PinBox, { current }: NetworkSettings, webhooks: Webhooks, cache: AnswerCache, others: MergedNetworks) =>
    new LiveNetwork(pins, current, webhooks, cache, others)),
  provide(BemapiSurface, [ArcadeData, GameRegistry, NetworkSettings, SurfaceRegistry], (data: ArcadeData, registry: GameRegistry, { current }: NetworkSettings, surfaces: SurfaceRegistry) => {
    const surface = new BemapiSurface(data, registry, current);
    surfaces.register(surface);
    return surface;
  }),
  CallCounter,
  Traffic,
  provide(Presence, [], () => new Presence()),
  provide(Dispatcher, [GameRegistry, ArcadeData, LiveNetwork, NetworkSettings, CallCounter], (registry: GameRegistry, data: ArcadeData, network: LiveNetwork, { current }: NetworkSettings, counter: CallCounter) =>
    new Dispatcher(registry, data, network, current, counter, seconds)),
  provide(EamuseSurface, [Dispatcher, LiveNetwork, Traffic, Presence, ArcadeData, SurfaceRegistry, NetworkSettings, CONFIG],
    (dispatcher: Dispatcher, network: LiveNetwork, traffic: Traffic, presence: Presence, data: ArcadeData, surfaces: SurfaceRegistry, settings: NetworkSettings, { server }: Config) => {
      const addresses = new ClientAddress(server.trustedProxies, () => network.keepaliveAddress());
      const surface = new EamuseSurface({ prefix: PREFIX, port: settings.current.port, redirect: () => settings.current.redirect }, dispatcher, addresses, traffic, presence, surfaceEvents(data, settings));
      surfaces.register(surface);
      return surface;
    }),
];
