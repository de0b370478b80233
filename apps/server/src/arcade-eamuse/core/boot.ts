import { element, ip4, type Node, s32, str, u16, u8 } from '@rumpus/eamuse-protocol';

import type { Call } from '../dispatch/call.js';
import type { Handlers } from '../dispatch/game.js';
import { startOfDay } from '../store/times.js';
import { countryOf, machineText, regionText } from './regions.js';

/** The calls every cabinet makes while it starts (core spec 3). */

const EXPIRE = 600;
const SERVICES = ['cardmng', 'dlstatus', 'eacoin', 'facility', 'lobby', 'local', 'message', 'package', 'pcbevent', 'pcbtracker', 'pkglist', 'posevent'];
/** More items than any cabinet queues; the rest of a packet is dropped. */
const MAX_EVENTS = 100;
const DEFAULT_HTTP_PORT = 80;

/**
 * Where games are told to call: what is configured, else what they called already, prefix included, so that a network behind the main port
 * is found again there.
 */
export function serviceAddress(call: Call): string {
  const { address, advertisedPort, https, port } = call.config;
  const [host, hostPort] = splitHost(call.scope.host);
  const ownPort = address !== undefined && port !== 0;
  const shown = advertisedPort ?? (ownPort ? port : (hostPort ?? DEFAULT_HTTP_PORT));
  return `${https ? 'https' : 'http'}://${address ?? host ?? '127.0.0.1'}:${shown}${ownPort ? '' : call.scope.prefix}/`;
}

function splitHost(host: string | undefined): [string | undefined, number | undefined] {
  const match = /^([A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(host ?? '');
  return match === null ? [undefined, undefined] : [match[1], match[2] === undefined ? undefined : Number(match[2])];
}

function services(call: Call): Node {
  const url = serviceAddress(call);
  const item = (name: string, address: string): Node => element('item').attributes({ name, url: address });
  const ip = call.network.keepaliveAddress();
  return element(
    'services',
    [...SERVICES, ...(call.game.extraServices ?? [])].map((name) => item(name, url)),
    item('ntp', 'ntp://pool.ntp.org/'),
    item('keepalive', `http://${ip}/core/keepalive?pa=${ip}&ia=${ip}&ga=${ip}&ma=${ip}&t1=2&t2=10`),
  ).attributes({ expire: EXPIRE, mode: 'operation', product_domain: 1 });
}

/** Whether the game may ask for PASELI here. */
export const paseliActive = (call: Call): boolean => call.scope.paseliEnabled && (call.game.supportsPaseli?.(call.scope.model) ?? true);

async function pcbevent(call: Call): Promise<Node> {
  const items = call.request.childrenNamed('item').slice(0, MAX_EVENTS);
  await call.data.transaction(async (tables) => {
    for (const item of items) {
      const data = { name: item.stringAt('name') ?? '', value: item.intAt('value') ?? 0, model: call.scope.model.text, pcbid: call.machine.pcbid, ip: call.scope.clientAddress };
      await tables.audit.put('pcbevent', data, plausible(item.intAt('time'), call.now), { arcadeId: call.machine.arcade?.id });
    }
  });
  return element('pcbevent');
}

/** A cabinet's clock may be wrong by years; what is not of the last two days counts as now. */
const plausible = (time: number | undefined, now: number): number => (time !== undefined && time >= startOfDay(now) - 86_400 && time <= now ? time : now);

function location(call: Call): Node {
  const { arcade } = call.machine;
  const region = arcade?.region ?? call.config.region;
  const area = arcade === undefined ? call.config.area : arcade.area;
  return element('location',
    str('id', machineText(region, call.machine.id)), str('country', countryOf(region)), str('region', regionText(region)), str('name', call.machine.name), u8('type', 0),
    area !== undefined && [str('regionname', area), str('regionjname', area)]);
}

function facility(call: Call): Node {
  const address = (stock: string): string => call.scope.uri ?? stock;
  return element(
    'facility',
    location(call),
    element('line', str('id', '.'), u8('class', 0)),
    element('portfw', ip4('globalip', call.scope.clientAddress), u16('globalport', call.machine.port), u16('privateport', call.machine.port)),
    element('public', u8('flag', 1), str('name', '.'), str('latitude', '0'), str('longitude', '0')),
    element('share',
      element('eacoin', s32('notchamount', 3000), s32('notchcount', 3), s32('supplylimit', 10_000)),
      element('url',
        str('eapass', address('www.ea-pass.konami.net')), str('arcadefan', address('www.konami.jp/am')), str('konaminetdx', address('http://am.573.jp')),
        str('konamiid', address('https://id.konami.net')), str('eagate', address('http://eagate.573.jp'))),
      element('eapass', u16('valid', 365))),
  ).attributes({ expire: EXPIRE });
}

export const bootHandlers: Handlers = {
  'services.get': services,
  'pcbtracker.alive': (call) => element('pcbtracker').attributes({ ecenable: paseliActive(call) ? 1 : 0, expire: EXPIRE }),
  'pcbevent.put': pcbevent,
  'message.get': () => element('message').attributes({ expire: EXPIRE }),
  'package.list': () => element('package').attributes({ expire: EXPIRE }),
  'dlstatus.progress': () => element('dlstatus'),
  'facility.get': facility,
};

/** Modules whose calls need an answer and nothing in it (core spec 7). */
const EMPTY_MODULES = ['posevent', 'netlog', 'ins', 'pkglist', 'apsmanager'];

export const sharedHandlers: Handlers = {
  ...Object.fromEntries(EMPTY_MODULES.map((module) => [`${module}.*`, () => element(module)])),
  'tax.get_phase': () => element('tax', s32('phase', 0)),
};
