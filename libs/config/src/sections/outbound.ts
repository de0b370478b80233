import { list, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';

/** Calls to other servers. */
export const outbound = section('Outgoing HTTP.', {
  httpProxy: setting(url(), { env: 'HTTP_PROXY', aliases: ['http_proxy'], secret: true, doc: 'Proxy for http:// addresses.' }),
  httpsProxy: setting(url(), { env: 'HTTPS_PROXY', aliases: ['https_proxy'], secret: true, doc: 'Proxy for https:// addresses.' }),
  noProxy: setting(list(text()), { env: 'NO_PROXY', aliases: ['no_proxy'], default: [], doc: 'Hosts that are reached without the proxy.' }),
  allowPrivate: setting(list(text()), { env: 'OUTBOUND_ALLOW_PRIVATE', default: [], doc: 'Private hosts or networks that addresses from users may point to.' }),
});
