import { choice, flag, int, list, port, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';

/** The arcade network (keys after eamuse-core spec §1). */
export const arcade = section('The e-Amusement network.', {
  port: setting(port(), { env: 'ARCADE_PORT', default: 5730, doc: 'Listener of its own for cabinets; 0 switches it off.' }),
  address: setting(text(), { env: 'ARCADE_ADDRESS', doc: 'Host or address that games are told to call; from the request when unset.' }),
  keepalive: setting(text(), { env: 'ARCADE_KEEPALIVE', doc: 'Address that games ping; the one above when unset.' }),
  advertisedPort: setting(port(), { env: 'ARCADE_ADVERTISED_PORT', doc: 'Port that games are told to call; the listener when unset.' }),
  https: setting(flag(), { env: 'ARCADE_HTTPS', default: false, doc: 'Tell games to use https.' }),
  uri: setting(url(), { env: 'ARCADE_URI', doc: 'Address of the web page that games show.' }),
  redirect: setting(url(), { env: 'ARCADE_REDIRECT', doc: 'Where a browser that calls the game port is sent.' }),
  enforcePcbid: setting(flag(), { env: 'ARCADE_ENFORCE_PCBID', default: false, doc: 'Only known PCBIDs may connect.' }),
  pcbidSelfGrantLimit: setting(int(0, 1000), { env: 'ARCADE_PCBID_SELF_GRANT_LIMIT', default: 0, doc: 'PCBIDs an arcade owner may create.' }),
  region: setting(int(1, 2000), { env: 'ARCADE_REGION', default: 56, doc: 'Region of machines without an arcade: 1 to 56, 1000 Europe, 2000 other.' }),
  area: setting(text(), { env: 'ARCADE_AREA', doc: 'Area text.' }),
  paseliEnabled: setting(flag(), { env: 'ARCADE_PASELI_ENABLED', default: false, doc: 'PASELI on machines without an arcade.' }),
  paseliInfinite: setting(flag(), { env: 'ARCADE_PASELI_INFINITE', default: false, doc: 'Endless PASELI there.' }),
  support: setting(list(choice('bishi', 'danevo', 'ddr', 'iidx', 'jubeat', 'mga', 'museca', 'pnm', 'reflec', 'sdvx')), {
    env: 'ARCADE_SUPPORT',
    default: ['bishi', 'ddr', 'iidx', 'jubeat', 'mga', 'museca', 'pnm', 'reflec', 'sdvx'],
    doc: 'Game series that are served.',
  }),
  networkName: setting(text(), { env: 'ARCADE_NETWORK_NAME', default: 'e-AMUSEMENT Network', doc: 'Name of the network.' }),
  networkEmail: setting(text(), { env: 'ARCADE_NETWORK_EMAIL', default: 'nobody@nowhere.com', doc: 'Contact of the network.' }),
  webhooks: setting(list(text({ pattern: /^[a-z]+=https?:\/\/\S+$/, allowed: 'a series and an address, such as pnm=https://discord.com/api/webhooks/1/abc' })), {
    env: 'ARCADE_WEBHOOKS',
    secret: true,
    doc: 'Discord webhooks that are told of shared scores, each as series=address; several per series are fine.',
  }),
  federationBudgetMs: setting(int(100, 10_000), { env: 'ARCADE_FEDERATION_BUDGET_MS', default: 1500, unit: 'milliseconds', doc: 'How long one call of a cabinet waits for all other networks together.' }),
  eventLogSeconds: setting(int(0, 315_360_000), { env: 'ARCADE_EVENT_LOG_SECONDS', default: 0, unit: 'seconds', doc: 'How long audit events stay; 0 for ever.' }),
  stubUnknown: setting(flag(), { env: 'ARCADE_STUB_UNKNOWN', default: false, doc: 'Answer calls nobody knows with an empty node instead of an error: for exploring, it can confuse games.' }),
  verbose: setting(flag(), { env: 'ARCADE_VERBOSE', default: false, doc: 'Log decoded requests and answers, without PINs.' }),
});
