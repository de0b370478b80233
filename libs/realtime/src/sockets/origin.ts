import type { IncomingMessage } from 'node:http';

/**
 * True when a handshake's cookies may count: it comes from no browser, from our own pages, or from a listed origin. Browsers
 * send cookies along with sockets that foreign pages open, and no CORS rule stops them.
 */
export const ownOrigin = (request: Pick<IncomingMessage, 'headers'>, listed: readonly string[], baseUrl: string | undefined): boolean => {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (listed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.headers.host || (baseUrl !== undefined && host === new URL(baseUrl).host);
};
